import { statesIn } from "../../src/rollout/stack-states";
import { accountStacks } from "../../src/fleet/stacks";
import { account, fleet } from "./fixtures";
import { lockText, memoryBucket, stateText } from "./memory-bucket";

const management = account("111111111111", "management", { isTarget: false });
const dev = account("222222222222", "app-dev", { emptyStacks: ["target"] });
const stacks = accountStacks(fleet(management, dev), dev);
const ALIAS = "account-222222222222_eu-west-1";

const statesOf = async (objects: Readonly<Record<string, string>>) => statesIn(memoryBucket(objects), dev, stacks);
/** Statuses by stack. */
const statuses = async (objects: Readonly<Record<string, string>>) =>
  Object.fromEntries((await statesOf(objects)).stacks.map(({ stack, status }) => [stack, status]));

describe("the states of an account", () => {
  it("say of each stack whether it was deployed, and what is left behind", async () => {
    const filled = stateText("a", [ALIAS]);
    expect(
      await statuses({
        "member.tfstate": filled,
        "target.tfstate": filled,
        "guards.tfstate": filled,
        "mine.tfstate": stateText("b", []),
        "notes.txt": "no state",
      }),
    ).toEqual({
      "member-app-dev": "deployed",
      "target-app-dev": "to be emptied",
      "state-app-dev": "never deployed",
      "guards-app-dev": "left behind",
      "mine-app-dev": "empty",
    });
  });

  it("tell the stacks of the project's main.ts from those of Fleetbook that are left behind", async () => {
    const filled = stateText("a", [ALIAS]);
    expect(await statuses({ "logs.tfstate": filled, "administrator.tfstate": filled })).toMatchObject({
      "logs-app-dev": "your own",
      administrator: "left behind",
    });
  });

  it("say that a stack is empty once its resources are destroyed", async () => {
    expect(await statuses({ "target.tfstate": stateText("a", []) })).toMatchObject({ "target-app-dev": "empty" });
  });

  it("name a state of an earlier version, which is to be moved", async () => {
    expect(await statuses({ "member-ml-dev.tfstate": stateText("a", ["ml-dev_eu-west-1"]) })).toMatchObject({
      "member-app-dev": "never deployed",
      "member-ml-dev": "old key",
    });
  });

  it("have the number of managed resources, the serial and the time of the last change", async () => {
    const { stacks: found } = await statesOf({ "member.tfstate": stateText("a", [ALIAS, ALIAS], 12) });
    expect(found.find(({ stack }) => stack === "member-app-dev")).toEqual({
      stack: "member-app-dev",
      account: { id: "222222222222", name: "app-dev" },
      bucket: "the-bucket",
      key: "member.tfstate",
      status: "deployed",
      resources: 2,
      serial: 12,
      changed: new Date("2026-11-01T10:00:00Z"),
    });
  });

  it("have the time at which AWS created the administration role", async () => {
    const state = JSON.parse(stateText("a", [ALIAS])) as { resources: { instances: { attributes: object }[] }[] };
    const role = { name: "AWS-SystemsManager-AutomationAdministrationRole", create_date: "2026-11-01T10:00:00Z" };
    Object.assign(state.resources[0]?.instances[0] ?? {}, { attributes: role });
    const { stacks: found } = await statesOf({ "member.tfstate": JSON.stringify(state) });
    expect(found[0]).toMatchObject({ administrationRoleCreated: new Date("2026-11-01T10:00:00Z") });
  });

  it("say who has locked one, since when, even before its first deployment", async () => {
    const { stacks: found } = await statesOf({
      "member.tfstate.tflock": lockText("kim@ci-7", "OperationTypeApply", 1),
    });
    expect(found.find(({ stack }) => stack === "member-app-dev")).toMatchObject({
      status: "never deployed",
      lock: { id: "11111111-2222-3333-4444-555555555555", who: "kim@ci-7", created: new Date("2026-11-01T09:00:00Z") },
    });
  });

  it("report what is not a state, and show the others", async () => {
    const { stacks: found, problems } = await statesOf({
      "member.tfstate": "<html>",
      "target.tfstate": stateText("a", []),
    });
    expect(found.map(({ status }) => status)).toEqual(["unknown", "empty", "never deployed"]);
    expect(problems).toEqual([
      expect.objectContaining({
        place: "account app-dev (222222222222)",
        message: expect.stringContaining("s3://the-bucket/member.tfstate") as string,
      }),
    ]);
  });
});
