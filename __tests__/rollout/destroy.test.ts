import { existsSync } from "node:fs";
import { join } from "node:path";
import { destroy } from "../../src/rollout/destroy";
import type { SynthesizedStack } from "../../src/rollout/synthesize";
import { changeSummary, cleanUp, errorLine, INIT, interruption, standIn, synthesizedStack } from "./fixtures";

afterEach(cleanUp);

const CHANGES = changeSummary(0, 0, 4);
/** Plans four resources to destroy and destroys them. */
const REMOVES_FOUR = `${INIT}\necho '${CHANGES}'\n[ "$1" = plan ] && { touch .fleetbook/plan; exit 2; }\nexit 0`;

function rollout(script: string, interrupted = interruption()) {
  const terraform = standIn(script);
  const lines: string[] = [];
  return {
    lines,
    interrupted,
    /** The subcommands and stacks in the order of their calls: `plan member`. */
    calls: () => terraform.calls().map((call) => call.split(" ").slice(0, 2).reverse().join(" ")),
    argumentsOf: (command: string) => terraform.calls().find((call) => call.split(" ")[1] === command) ?? "",
    options: { terraform, env: process.env, log: (line: string) => lines.push(line), interruption: interrupted },
  };
}

const administrator = () => synthesizedStack("administrator");
const member = () => synthesizedStack("member", ["administrator"]);

describe("destroying stacks", () => {
  it("initializes, plans and applies each stack, dependants first", async () => {
    const { options, calls, argumentsOf, lines } = rollout(REMOVES_FOUR);
    const results = await destroy([administrator(), member()], options);
    expect(calls()).toEqual([
      "init member",
      "plan member",
      "apply member",
      "init administrator",
      "plan administrator",
      "apply administrator",
    ]);
    expect(argumentsOf("plan")).toContain("plan -destroy ");
    expect(results).toMatchObject([
      { stack: "administrator", outcome: "changed", changes: { add: 0, change: 0, remove: 4 }, problems: [] },
      { stack: "member", outcome: "changed" },
    ]);
    expect(lines.map((line) => line.replace(/^ *[\d.]+s/, ""))).toEqual([
      "  member  planned: 4 to destroy",
      "  member  done: 4 destroyed",
      "  administrator  planned: 4 to destroy",
      "  administrator  done: 4 destroyed",
    ]);
  });

  it("applies the saved plan and removes it", async () => {
    const stack = administrator();
    const { options, argumentsOf } = rollout(REMOVES_FOUR);
    await destroy([stack], options);
    const file = join(stack.folder, ".fleetbook", "plan");
    expect(argumentsOf("plan")).toContain(`-out=${file}`);
    expect(argumentsOf("apply")).toMatch(new RegExp(` ${file}$`));
    expect(existsSync(file)).toBe(false);
  });

  it("applies nothing if there is nothing to change", async () => {
    const { options, calls } = rollout(`${INIT}\nexit 0`);
    const results = await destroy([administrator()], options);
    expect(results).toMatchObject([{ outcome: "unchanged", changes: { add: 0, change: 0, remove: 0 } }]);
    expect(calls()).toEqual(["init administrator", "plan administrator"]);
  });

  it("skips stacks that a failed one depends on, says why, and leaves no plan behind", async () => {
    const stack = administrator();
    const { options } = rollout(
      `${INIT}\n[ "$1" = plan ] && { touch .fleetbook/plan; exit 2; }\necho '${errorLine("broken")}'; exit 1`,
    );
    const results = await destroy([stack, member(), synthesizedStack("other")], options);
    expect(results).toMatchObject([
      {
        stack: "administrator",
        outcome: "skipped",
        problems: [{ message: expect.stringContaining("member, which must come first") as string }],
      },
      { stack: "member", outcome: "failed", problems: [{ place: "member", message: "broken" }] },
      { stack: "other", outcome: "failed" },
    ]);
    expect(existsSync(join(stack.folder, ".fleetbook", "plan"))).toBe(false);
  });

  it("reports a stack that cannot be initialized as failed", async () => {
    const { options, calls } = rollout(`echo '${errorLine("no bucket")}'; exit 1`);
    await expect(destroy([administrator()], options)).resolves.toMatchObject([
      { outcome: "failed", problems: [{ message: "no bucket" }] },
    ]);
    expect(calls()).toEqual(["init administrator"]);
  });

  it("initializes again if Terraform says that the folder is not initialized", async () => {
    const { options, calls } = rollout(
      `${INIT}\nif [ ! -e planned ]; then touch planned; echo '${errorLine("Required plugins are not installed")}'; exit 1; fi`,
    );
    await expect(destroy([administrator()], options)).resolves.toMatchObject([{ outcome: "unchanged" }]);
    expect(calls()).toEqual(["init administrator", "plan administrator", "init administrator", "plan administrator"]);
  });

  it("does not apply a plan after the user asked to stop", async () => {
    const stop = interruption();
    const { options, calls } = rollout(REMOVES_FOUR, stop);
    const log = (line: string) => line.includes("planned") && stop.stop();
    const results = await destroy([administrator(), member()], { ...options, log });
    expect(results).toMatchObject([
      { stack: "administrator", outcome: "interrupted" },
      { stack: "member", outcome: "interrupted" },
    ]);
    expect(calls()).toEqual(["init member", "plan member"]);
  });

  it("reports a stack whose Terraform was stopped as interrupted", async () => {
    const stop = interruption();
    const waiting = JSON.stringify({
      type: "apply_progress",
      hook: { resource: { addr: "aws_vpc.vpc" }, elapsed_seconds: 30 },
    });
    const { options, lines } = rollout(
      `${INIT}\n[ "$1" = plan ] && exit 2\ntrap 'exit 1' INT; echo '${waiting}'; while :; do sleep 0.05; done`,
      stop,
    );
    const log = (line: string) => {
      lines.push(line);
      if (line.includes("waiting for aws_vpc.vpc (30 s)")) stop.stop();
    };
    await expect(destroy([administrator()], { ...options, log })).resolves.toMatchObject([{ outcome: "interrupted" }]);
  });
});

describe("destroying a stack after a killed run", () => {
  const lock = (created: Date) =>
    [
      "Failed to unlock state: lock ID does not match the existing lock ID",
      "Lock Info:",
      "  ID:        f00d",
      "  Operation: OperationTypePlan",
      "  Who:       '\"$(cat who)\"'",
      `  Created:   ${created.toISOString().replace("T", " ").replace("Z", " +0000 UTC")}`,
    ].join("\n");

  /** A Terraform that dies at its first plan and leaves a lock that it took at `created`. */
  async function killedOnce(stack: SynthesizedStack, created: Date) {
    const terraform = rollout(
      [
        INIT,
        `if [ "$1" = force-unlock ]; then`,
        `  head -n 1 .fleetbook/run | sed 's/.*"who":"\\([^"]*\\)".*/\\1/' >who`,
        `  [ "$3" = f00d ] || { echo '${lock(created)}' >&2; exit 1; }`,
        `  touch unlocked; exit 0`,
        `fi`,
        `if [ ! -e died ]; then touch died; kill -9 $$; fi`,
        `[ -e unlocked ] && exit 0`,
        `echo '${errorLine("Error acquiring the state lock")}'; exit 1`,
      ].join("\n"),
    );
    await destroy([stack], terraform.options);
    return { ...terraform, again: () => destroy([stack], terraform.options) };
  }

  it("removes the lock that the killed run left, and continues", async () => {
    const { again, lines } = await killedOnce(administrator(), new Date());
    await expect(again()).resolves.toMatchObject([{ outcome: "unchanged" }]);
    expect(lines.join("\n")).toContain("removed the state lock that an earlier run left behind (f00d)");
  });

  it("keeps the lock of another user, and fails", async () => {
    const { again, lines } = await killedOnce(administrator(), new Date("2020-01-01"));
    await expect(again()).resolves.toMatchObject([{ outcome: "failed" }]);
    expect(lines.join("\n")).not.toContain("removed");
  });
});
