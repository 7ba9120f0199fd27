import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperationError } from "../../../src/diagnostics/errors";
import { applyPlans } from "../../../src/rollout/plans/apply-plans";
import type { PlacedStack } from "../../../src/rollout/plans/placed-stack";
import type { StoredState } from "../../../src/rollout/plans/planned-state";
import { changeSummary, cleanUp, errorLine } from "../fixtures";
import { placedStack, planInto, PLANNED_STATE, plansFour, ready, rollout } from "./fixtures";

afterEach(cleanUp);

const MOVED = { ...PLANNED_STATE, serial: 4 };
const APPLIED_ONE = JSON.stringify({ type: "apply_complete", hook: { resource: { addr: "aws_iam_role.role" } } });

/** Plans the stacks, and returns a function that applies the plans. */
async function planned(stacks: readonly PlacedStack[], more = "") {
  const made = rollout(plansFour(more));
  const manifest = await planInto(made, stacks);
  const apply = (stored: StoredState = PLANNED_STATE) =>
    applyPlans(ready(made.folder, manifest, stacks), { ...made.options, storedState: () => Promise.resolve(stored) });
  const applies = () => made.calls().filter((call) => call.startsWith("apply"));
  return { ...made, manifest, apply, applies };
}

/** A command of the stand-in on one stack. */
const on = (stack: string, then: string) => `[ "$1 $(basename "$PWD")" = "${stack}" ] && { ${then}; }`;

describe("applying plans", () => {
  it("applies the saved plans, dependencies first, and plans nothing anew", async () => {
    const { apply, applies, calls, folder, argumentsOf } = await planned([
      placedStack("member", ["administrator"]),
      placedStack("administrator"),
    ]);
    const before = calls().length;
    await expect(apply()).resolves.toMatchObject([
      { stack: "member", outcome: "changed", now: "as planned", changes: { add: 4 }, account: { name: "app-dev" } },
      { stack: "administrator", outcome: "changed", now: "as planned" },
    ]);
    expect(applies()).toEqual(["apply administrator", "apply member"]);
    expect(calls().slice(before)).toEqual(applies());
    expect(argumentsOf("apply")).toMatch(new RegExp(` ${join(folder, "administrator", "plan")}$`));
  });

  it("applies with the providers that the plan was made with", async () => {
    const stack = placedStack("administrator");
    const { apply, folder } = await planned([stack]);
    writeFileSync(join(folder, "administrator", "lock.hcl"), "as planned");
    await apply();
    expect(readFileSync(join(stack.folder, ".terraform.lock.hcl"), "utf8")).toBe("as planned");
  });

  it("does not start what depends on a failed stack, and goes on with the rest", async () => {
    const stacks = [placedStack("administrator"), placedStack("member", ["administrator"]), placedStack("guards")];
    const { apply } = await planned(stacks, on("apply administrator", `echo '${errorLine("denied")}'; exit 1`));
    await expect(apply()).resolves.toMatchObject([
      { outcome: "failed", now: "as before", problems: [{ message: "denied" }] },
      { outcome: "skipped", now: "as before" },
      { outcome: "changed", now: "as planned" },
    ]);
  });

  it("says of a stack that failed in the middle that it was changed in part", async () => {
    const stack = placedStack("administrator");
    const { apply } = await planned(
      [stack],
      on("apply administrator", `echo '${APPLIED_ONE}'; echo '${errorLine("denied")}'; exit 1`),
    );
    await expect(apply()).resolves.toMatchObject([{ outcome: "failed", now: "partly" }]);
  });

  it("does not know what a stack has whose Terraform was killed", async () => {
    const { apply } = await planned([placedStack("administrator")], on("apply administrator", "kill -9 $$"));
    await expect(apply()).resolves.toMatchObject([{ outcome: "failed", now: "unknown" }]);
  });

  it("goes on where it ended if it is run again, and removes the plans that it has applied", async () => {
    const stacks = [placedStack("administrator"), placedStack("guards")];
    const once = `if [ ! -e tried ]; then touch tried; echo '${errorLine("throttled")}'; exit 1; fi`;
    const { apply, applies, folder } = await planned(stacks, on("apply guards", once));
    await expect(apply()).resolves.toMatchObject([{ outcome: "changed" }, { outcome: "failed" }]);
    expect(existsSync(join(folder, "administrator", "plan"))).toBe(false);
    await expect(apply()).resolves.toMatchObject([
      { outcome: "unchanged", earlier: true, now: "as planned" },
      { outcome: "changed", earlier: false },
    ]);
    expect(applies().filter((call) => call === "apply administrator")).toHaveLength(1);
  });

  it("refuses a plan whose state has moved since, and names both states", async () => {
    const { apply, applies } = await planned([placedStack("administrator")]);
    await expect(apply(MOVED)).resolves.toMatchObject([
      {
        outcome: "failed",
        now: "as before",
        problems: [{ message: expect.stringMatching(/serial 3 .* serial 4/) as string }],
      },
    ]);
    expect(applies()).toEqual([]);
  });

  it("fails a stack alone whose state cannot be read, and goes on with the rest", async () => {
    const stacks = [placedStack("administrator"), placedStack("member", ["administrator"]), placedStack("guards")];
    const { folder, manifest, options, applies } = await planned(stacks);
    const unreadable = new OperationError({ place: "administrator", message: "no access", remedy: "Grant it." });
    const storedState = ({ name }: PlacedStack) =>
      name === "administrator" ? Promise.reject(unreadable) : Promise.resolve(PLANNED_STATE);
    await expect(applyPlans(ready(folder, manifest, stacks), { ...options, storedState })).resolves.toMatchObject([
      { outcome: "failed", now: "as before", problems: [{ message: "no access" }] },
      { outcome: "skipped", now: "as before", seconds: 0 },
      { outcome: "changed", now: "as planned" },
    ]);
    expect(applies()).toEqual(["apply guards"]);
  });

  it("finds out that Terraform finished a plan after this command was killed", async () => {
    const stack = placedStack("administrator");
    const { apply, applies, folder } = await planned([stack]);
    writeFileSync(join(folder, "administrator", "begun.json"), "{}");
    writeFileSync(join(stack.folder, "applied"), "");
    await expect(apply(MOVED)).resolves.toMatchObject([{ now: "as planned", earlier: true, changes: { add: 4 } }]);
    expect(applies()).toEqual([]);
  });

  it("does not apply what is left of a plan that was ended in the middle, because nobody has reviewed it", async () => {
    const stack = placedStack("administrator");
    const { apply, applies, folder } = await planned([stack]);
    writeFileSync(join(folder, "administrator", "begun.json"), "{}");
    await expect(apply(MOVED)).resolves.toMatchObject([
      {
        outcome: "failed",
        now: "partly",
        problems: [{ remedy: expect.stringContaining("Plan what is left") as string }],
      },
    ]);
    expect(applies()).toEqual([]);
    expect(existsSync(join(stack.folder, ".fleetbook", "plan"))).toBe(false);
  });

  it("counts a stack that could not be planned as failed", async () => {
    const stacks = [placedStack("administrator"), placedStack("member", ["administrator"])];
    const { apply, applies } = await planned(stacks, on("plan administrator", `echo '${errorLine("broken")}'; exit 1`));
    await expect(apply()).resolves.toMatchObject([{ outcome: "failed" }, { outcome: "skipped" }]);
    expect(applies()).toEqual([]);
  });

  it("has nothing to do where nothing changes", async () => {
    const { apply, applies } = await planned([placedStack("administrator")], `[ "$1" = plan ] && exit 0`);
    await expect(apply()).resolves.toMatchObject([{ outcome: "unchanged", earlier: false, now: "as planned" }]);
    expect(applies()).toEqual([]);
  });

  it("starts no apply after the user asked to stop", async () => {
    const made = await planned([placedStack("administrator"), placedStack("member", ["administrator"])]);
    made.options.interruption.stop();
    await expect(made.apply()).resolves.toMatchObject([
      { outcome: "interrupted", now: "as before" },
      { outcome: "interrupted", now: "as before" },
    ]);
    expect(made.applies()).toEqual([]);
  });
});

it("reports how many resources of a stack are done while it is applied", async () => {
  const stack = placedStack("administrator");
  const { options, folder } = await planned(
    [stack],
    on("apply administrator", `echo '${APPLIED_ONE}'; echo '${changeSummary(4, 0, 0)}'`),
  );
  const manifest = await planInto({ ...rollout(""), options, folder }, [stack]);
  const shown: string[] = [];
  await applyPlans(ready(folder, manifest, [stack]), {
    ...options,
    storedState: () => Promise.resolve(PLANNED_STATE),
    onProgress: (name, line) => shown.push(`${name} ${line}`),
  });
  expect(shown).toContain("administrator applying: 1 done");
});
