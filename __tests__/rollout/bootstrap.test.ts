import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bootstrap } from "../../src/rollout/bootstrap";
import type { SynthesizedStack } from "../../src/rollout/synthesize";
import {
  account,
  changeSummary,
  cleanUp,
  endpoint,
  errorLine,
  fleet,
  INIT,
  interruption,
  standIn,
  synthesizedStack,
} from "./fixtures";

afterEach(cleanUp);

const management = account("111111111111", "management");
const BUCKET = "/state-111111111111-eu-west-1";

/** A Terraform that creates seven resources, and records which of the bootstrap's files exist while it plans. */
const MAKES_SEVEN = [
  `if [ "$1" = plan ]; then cat backend_override.tf.json import.tf.json >seen 2>/dev/null; fi`,
  INIT,
  `echo '${changeSummary(7, 0, 0)}'`,
  `[ "$1" = plan ] && exit 2`,
  `[ -e backend_override.tf.json ] && echo {} >terraform.tfstate`,
  "exit 0",
].join("\n");

/** Bootstraps the management account against an S3 that answers `head` for the bucket and `object` for its state. */
async function run({
  head,
  object = 200,
  script = MAKES_SEVEN,
  stack = synthesizedStack("state-management"),
}: {
  head: number;
  object?: number;
  script?: string;
  stack?: SynthesizedStack;
}) {
  const url = await endpoint(({ url: path = "" }) => ({ status: path.startsWith(`${BUCKET}/s`) ? object : head }));
  const terraform = standIn(script);
  const lines: string[] = [];
  const results = await bootstrap({
    fleet: fleet(management),
    credentials: new Map([[management, () => Promise.resolve({ accessKeyId: "a", secretAccessKey: "s" })]]),
    stacks: [stack],
    terraform,
    env: { ...process.env, AWS_ENDPOINT_URL: url },
    log: (line) => lines.push(line),
    interruption: interruption(),
  });
  return {
    results,
    lines,
    folder: stack.folder,
    calls: terraform.calls().map((call) => call.replace("state-management ", "")),
  };
}

/** Files of the bootstrap that must be removed at its end. */
function leftovers(folder: string): string[] {
  return readdirSync(folder).filter((file) => /tfstate|override|import/.test(file));
}

const seen = (folder: string) => JSON.parse(readFileSync(join(folder, "seen"), "utf8")) as unknown;

describe("bootstrapping an account", () => {
  it("creates the bucket with a local state and moves the state into the bucket", async () => {
    const { results, folder, calls } = await run({ head: 404 });
    expect(results).toMatchObject([{ stack: "state-management", outcome: "changed", changes: { add: 7 } }]);
    expect(seen(folder)).toEqual({ terraform: { backend: { local: {} } } });
    expect(calls.at(-1)).toBe("init -migrate-state -force-copy -input=false -no-color");
    expect(leftovers(folder)).toEqual([]);
  });

  it("keeps the local state until S3 confirms that the state is in the bucket", async () => {
    const { results, folder } = await run({ head: 404, object: 404 });
    expect(results).toMatchObject([
      { outcome: "failed", problems: [{ message: expect.stringContaining("but it is not there") as string }] },
    ]);
    expect(leftovers(folder)).toContain("terraform.tfstate");
  });

  it("imports an existing bucket and completes its settings", async () => {
    const { results, folder, calls } = await run({ head: 200 });
    expect(results).toMatchObject([{ outcome: "changed" }]);
    expect(seen(folder)).toEqual({
      import: [{ to: "aws_s3_bucket.state-bucket", id: "state-111111111111-eu-west-1" }],
    });
    expect(calls.some((call) => call.includes("-migrate-state"))).toBe(false);
    expect(leftovers(folder)).toEqual([]);
  });

  it("says that a bucket of the account without a state is adopted", async () => {
    const adopted = await run({ head: 200, object: 404 });
    expect(adopted.lines.join()).toContain(
      "adopting bucket state-111111111111-eu-west-1, which the account has already",
    );
    const known = await run({ head: 200 });
    expect(known.lines.join()).not.toContain("adopting");
  });

  it("changes nothing if the bucket is complete", async () => {
    const { results } = await run({ head: 200, script: `${INIT}\nexit 0` });
    expect(results).toMatchObject([{ outcome: "unchanged" }]);
  });

  it("fails before it runs Terraform if another account has the bucket", async () => {
    const { results, calls } = await run({ head: 403 });
    expect(results).toMatchObject([
      { outcome: "failed", problems: [{ remedy: expect.stringContaining("state.bucketPrefix") as string }] },
    ]);
    expect(calls).toEqual([]);
  });

  it("reports Terraform's own message if the state cannot be moved", async () => {
    const { results } = await run({
      head: 404,
      script: `case "$*" in *-migrate-state*) echo "Error: no way" >&2; exit 1;; esac\n${MAKES_SEVEN}`,
    });
    expect(results).toMatchObject([{ outcome: "failed", problems: [{ message: "no way" }] }]);
  });

  it("leaves no import file behind if it fails", async () => {
    const { results, folder } = await run({ head: 200, script: `${INIT}\necho '${errorLine("broken")}'; exit 1` });
    expect(results).toMatchObject([{ outcome: "failed" }]);
    expect(leftovers(folder)).toEqual([]);
  });
});

describe("bootstrapping an account after a killed run", () => {
  it.each([
    ["the bucket was being made", ["backend_override.tf.json", "terraform.tfstate"]],
    ["the state was being moved", ["terraform.tfstate", "terraform.tfstate.backup"]],
    ["the bucket was being adopted", ["import.tf.json"]],
  ])("does not use the files in the folder if it was killed while %s", async (_when, files) => {
    const stack = synthesizedStack("state-management");
    mkdirSync(join(stack.folder, ".terraform"));
    for (const file of files) writeFileSync(join(stack.folder, file), "left");
    await run({ head: 200, stack });
    expect(seen(stack.folder)).toHaveProperty("import");
    expect(leftovers(stack.folder)).toEqual([]);
  });

  it("initializes again if the folder was initialized for a local state", async () => {
    const stack = synthesizedStack("state-management");
    mkdirSync(join(stack.folder, ".terraform"));
    writeFileSync(join(stack.folder, ".terraform", "of-local-state"), "");
    writeFileSync(join(stack.folder, "terraform.tfstate"), "left");
    await run({ head: 404, stack });
    expect(existsSync(join(stack.folder, ".terraform", "of-local-state"))).toBe(false);
  });
});
