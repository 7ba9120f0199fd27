import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPlanManifest } from "../../../src/rollout/plans/plan-folder";
import { rolloutFiles } from "../../../src/rollout/stack-folder";
import type { SynthesizedStack } from "../../../src/rollout/synthesize";
import { cleanUp, errorLine, interruption } from "../fixtures";
import { placedStack, planInto, PLANNED_STATE, plansFour, rollout } from "./fixtures";

afterEach(cleanUp);

const administrator = () => placedStack("administrator");
const member = () => placedStack("member", ["administrator"]);

describe("planning stacks", () => {
  it("keeps each plan with its JSON, its providers, its hash and the state that it was made against", async () => {
    const made = rollout(plansFour());
    const manifest = await planInto(made, [administrator()]);
    expect(manifest).toMatchObject({ commit: "c0ffee", terraform: { version: "1.11.4" } });
    expect(manifest.stacks).toMatchObject([
      {
        stack: "administrator",
        account: { id: "222222222222", name: "app-dev" },
        hash: "hash-administrator",
        state: PLANNED_STATE,
        outcome: "changed",
        changes: { add: 4, change: 0, remove: 0 },
      },
    ]);
    const file = (name: string) => join(made.folder, "administrator", name);
    expect(JSON.parse(readFileSync(file("plan.json"), "utf8"))).toEqual({ format_version: "1.2" });
    expect(existsSync(file("lock.hcl"))).toBe(true);
    await expect(readPlanManifest(made.folder)).resolves.toEqual(manifest);
  });

  it("keeps no list of providers of a stack that has none", async () => {
    const made = rollout(plansFour('[ "$1" = plan ] && rm -f .terraform.lock.hcl'));
    const { stacks } = await planInto(made, [administrator()]);
    expect(stacks).toMatchObject([{ outcome: "changed", problems: [] }]);
    expect(existsSync(join(made.folder, "administrator", "lock.hcl"))).toBe(false);
  });

  it("lets only the owner read the plans, because they contain secrets", async () => {
    const made = rollout(plansFour());
    await planInto(made, [administrator()]);
    const modes = ["", "plans.json", "administrator", "administrator/plan", "administrator/plan.json"].map(
      (name) => statSync(join(made.folder, name)).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o700, 0o600, 0o600]);
  });

  it("changes nothing, and does not wait for dependencies", async () => {
    const made = rollout(
      plansFour(`[ "$1 $(basename "$PWD")" = "plan administrator" ] && { echo '${errorLine("broken")}'; exit 1; }`),
    );
    const { stacks } = await planInto(made, [administrator(), member()]);
    expect(stacks.map(({ outcome }) => outcome)).toEqual(["failed", "changed"]);
    expect(made.calls().filter((call) => call.startsWith("apply"))).toEqual([]);
  });

  it("says which dependencies were never applied", async () => {
    const never = await planInto(rollout(plansFour("", { lineage: "", serial: 0 })), [administrator(), member()]);
    expect(never.stacks.map(({ waitsFor }) => waitsFor)).toEqual([[], ["administrator"]]);
    const changed = await planInto(rollout(plansFour()), [administrator(), member()]);
    expect(changed.stacks.map(({ waitsFor }) => waitsFor)).toEqual([[], []]);
    const alone = await planInto(rollout(plansFour()), [member()]);
    expect(alone.stacks[0]?.waitsFor).toEqual(["administrator"]);
    const deployed = await planInto(rollout(plansFour()), [member()], ["administrator"]);
    expect(deployed.stacks[0]?.waitsFor).toEqual([]);
  });

  it("names a dependency that is not applied as the possible cause of a failure", async () => {
    const made = rollout(plansFour(`[ "$1" = plan ] && { echo '${errorLine("no such role")}'; exit 1; }`));
    const { stacks } = await planInto(made, [member()]);
    expect(stacks[0]?.problems).toMatchObject([
      { message: "no such role", remedy: expect.stringContaining("depends on administrator") as string },
    ]);
  });

  it("keeps no plan of a stack without changes, and its JSON only if something has drifted", async () => {
    const unchanged = rollout(plansFour(`[ "$1" = plan ] && exit 0`));
    await planInto(unchanged, [administrator()]);
    expect(unchanged.calls()).not.toContain("show administrator");
    const drift = JSON.stringify({ type: "resource_drift", change: { resource: { addr: "aws_iam_role.role" } } });
    const drifted = rollout(plansFour(`[ "$1" = plan ] && { echo '${drift}'; exit 0; }`));
    const { stacks } = await planInto(drifted, [administrator()]);
    expect(stacks).toMatchObject([{ outcome: "unchanged", drifted: true }]);
    expect(existsSync(join(drifted.folder, "administrator", "plan.json"))).toBe(true);
    expect(existsSync(join(drifted.folder, "administrator", "plan"))).toBe(false);
  });

  it("keeps what was planned before an interruption", async () => {
    const stop = interruption();
    const made = rollout(plansFour(), stop);
    const log = (line: string): number => {
      if (line.includes("planned")) stop.stop();
      return 0;
    };
    const options = { ...made.options, log };
    const { stacks } = await planInto({ ...made, options }, [administrator(), member(), placedStack("third")]);
    expect(stacks.at(-1)).toMatchObject({ stack: "third", outcome: "interrupted" });
    await expect(readPlanManifest(made.folder)).resolves.toMatchObject({ stacks: { length: 3 } });
  });

  it("waits for a lock as long as it is told", async () => {
    const made = rollout(plansFour());
    const options = { ...made.options, lockTimeoutSeconds: 90 };
    await planInto({ ...made, options }, [administrator()]);
    expect(made.argumentsOf("plan")).toContain(" -lock-timeout=90s");
  });

  it("takes no lock, and removes none, if it may change nothing", async () => {
    const made = rollout(plansFour());
    const stack = administrator();
    const { runRecord } = await rolloutFiles(stack.folder);
    writeFileSync(runRecord, '{"who":"somebody@elsewhere"}\n12\n');
    const options = { ...made.options, lockTimeoutSeconds: 90, locksPlans: false };
    await planInto({ ...made, options }, [stack]);
    expect(made.argumentsOf("plan")).toContain(" -lock=false");
    expect(made.argumentsOf("plan")).not.toContain("-lock-timeout");
    expect(made.calls()).not.toContain("force-unlock administrator");
    expect(readFileSync(runRecord, "utf8")).toContain("somebody@elsewhere");
  });

  it("gives each command the environment of its stack", async () => {
    const made = rollout(plansFour('[ "$AWS_ACCESS_KEY_ID" = "$(basename "$PWD")" ] || exit 1'));
    const environmentOf = ({ name }: SynthesizedStack) => Promise.resolve({ ...process.env, AWS_ACCESS_KEY_ID: name });
    const options = { ...made.options, environmentOf };
    const { stacks } = await planInto({ ...made, options }, [administrator(), member()]);
    expect(stacks.map(({ outcome }) => outcome)).toEqual(["changed", "changed"]);
  });
});
