import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInitialize, needsInit, type RunInStack } from "../../src/rollout/init";
import { NO_CHANGES } from "../../src/rollout/output";
import type { SynthesizedStack } from "../../src/rollout/synthesize";
import { cleanUp, synthesizedStack } from "./fixtures";

afterEach(cleanUp);

/**
 * An Initialize over a Terraform that only records which stacks called it and how many ran at the same time. The first `failing`
 * calls fail. Each call except the first ends only after `together` calls have run at once.
 */
function initializer({ binary = "terraform", failing = 0, together = 1 } = {}) {
  const calls: string[] = [];
  const lines: string[] = [];
  let running = 0;
  let most = 0;
  let alone = false;
  const run: RunInStack = async (stack, _args, onEvent) => {
    calls.push(stack.name);
    most = Math.max(most, ++running);
    onEvent?.({ type: "installing", provider: "hashicorp/aws v5.100.0" });
    const exitCode = calls.length <= failing ? 1 : 0;
    const isFirst = calls.length === 1;
    do
      await new Promise((done) => setTimeout(done, isFirst ? 50 : 0)); // Enough time for other calls to start.
    while (!isFirst && most < together);
    if (isFirst) alone = most === 1;
    running -= 1;
    if (exitCode === 0) {
      mkdirSync(join(stack.folder, ".terraform"), { recursive: true });
      writeFileSync(join(stack.folder, ".terraform.lock.hcl"), "");
    }
    return { exitCode, interrupted: false, diagnostics: [], changes: NO_CHANGES, stderr: "" };
  };
  const initialize = createInitialize(run, binary, (stack, line) => lines.push(`${stack.name}: ${line}`));
  return { initialize, calls, lines, most: () => most, firstWasAlone: () => alone };
}

function edit(
  stack: SynthesizedStack,
  change: (json: { terraform: Record<string, unknown>; resource?: unknown }) => void,
) {
  const json = JSON.parse(readFileSync(stack.synthesizedFile, "utf8")) as Parameters<typeof change>[0];
  change(json);
  writeFileSync(stack.synthesizedFile, JSON.stringify(json));
}

describe("initializing a stack", () => {
  it("is skipped while the providers, the backend and the modules are unchanged", async () => {
    const stack = synthesizedStack("a");
    const { initialize, calls } = initializer();
    await initialize(stack);
    edit(stack, (json) => (json.resource = { aws_vpc: {} }));
    await expect(initialize(stack)).resolves.toBeUndefined();
    expect(calls).toEqual(["a"]);
  });

  it.each<[string, (stack: SynthesizedStack) => void]>([
    ["the backend changes", (stack) => edit(stack, (json) => (json.terraform.backend = { s3: { key: "other" } }))],
    [
      "the providers change",
      (stack) => edit(stack, (json) => (json.terraform.required_providers = { aws: "5.101.0" })),
    ],
    [".terraform is gone", (stack) => rmSync(join(stack.folder, ".terraform"), { recursive: true })],
    ["Terraform's lock file is gone", (stack) => rmSync(join(stack.folder, ".terraform.lock.hcl"))],
  ])("is repeated if %s", async (_what, happen) => {
    const stack = synthesizedStack("a");
    const { initialize, calls } = initializer();
    await initialize(stack);
    happen(stack);
    await initialize(stack);
    expect(calls).toEqual(["a", "a"]);
  });

  it("is repeated for another Terraform binary, and if the caller asks for it", async () => {
    const stack = synthesizedStack("a");
    await initializer().initialize(stack);
    const other = initializer({ binary: "tofu" });
    await other.initialize(stack);
    await other.initialize(stack, "again");
    expect(other.calls).toEqual(["a", "a"]);
  });

  it("is repeated after it failed", async () => {
    const stack = synthesizedStack("a");
    const broken = initializer({ failing: 1 });
    await expect(broken.initialize(stack)).resolves.toMatchObject({ exitCode: 1 });
    const { initialize, calls } = initializer();
    await initialize(stack);
    expect(calls).toEqual(["a"]);
  });

  it("removes the dependency lock file of an earlier run first", async () => {
    const stack = synthesizedStack("a");
    writeFileSync(join(stack.folder, ".terraform.lock.hcl"), "old");
    let found = true;
    const initialize = createInitialize(
      () => {
        found = existsSync(join(stack.folder, ".terraform.lock.hcl"));
        return Promise.resolve({ exitCode: 1, interrupted: false, diagnostics: [], changes: NO_CHANGES, stderr: "" });
      },
      "terraform",
      () => undefined,
    );
    await initialize(stack);
    expect(found).toBe(false);
  });
});

describe("initializing many stacks", () => {
  const many = () => ["a", "b", "c", "d"].map((name) => synthesizedStack(name));

  it("lets the first stack fill the plugin cache alone, and reports the download once", async () => {
    const { initialize, calls, lines, firstWasAlone } = initializer({ together: 3 });
    await Promise.all(many().map((stack) => initialize(stack)));
    expect(firstWasAlone()).toBe(true);
    expect(calls).toHaveLength(4);
    expect(lines).toEqual([`${calls[0]}: installing hashicorp/aws v5.100.0`]);
  });

  it("lets the next stack fill the plugin cache alone if the first one fails", async () => {
    const { initialize, calls, most } = initializer({ failing: 2 });
    await Promise.all(many().map((stack) => initialize(stack)));
    expect(calls).toHaveLength(4);
    expect(most()).toBe(1);
  });

  it("lets the first stack with other providers wait until the plugin cache is free", async () => {
    const stacks = many();
    for (const [index, stack] of stacks.entries()) {
      edit(stack, (json) => (json.terraform.required_providers = { aws: `5.${index}.0` }));
    }
    const { initialize, most } = initializer();
    await Promise.all(stacks.map((stack) => initialize(stack)));
    expect(most()).toBe(1);
  });
});

describe("a failed Terraform command", () => {
  const saying = (summary: string) => [{ severity: "error", summary, detail: "", address: undefined } as const];

  it.each([
    'Backend initialization required: please run "terraform init"',
    "Required plugins are not installed",
    "Inconsistent dependency lock file",
  ])("is repeated after init if it says: %s", (summary) => {
    expect(needsInit(saying(summary))).toBe(true);
  });

  it("is not repeated if it fails for another reason", () => {
    expect(needsInit(saying("Cannot assume IAM Role"))).toBe(false);
  });
});
