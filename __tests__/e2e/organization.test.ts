import { IAMClient } from "@aws-sdk/client-iam";
import { EXECUTION_ROLE_NAME, executionRoleName } from "../../src/fleet/names";
import { describeWith } from "../requires";
import { belongings } from "./organization/belongings";
import { FixtureFleet } from "./fixture-fleet";
import { byLocation, failuresOf, instanceExecutions, runRunbook, withoutAction } from "./organization/runs";

const WORKLOADS = "ou-acme-workload";
const PRODUCTION_UNIT = "ou-acme-producti";
const PRODUCTION = ["web-prod", "data-prod", "ml-prod"];
const WEB_PROD = "100000000009";
const ML_PROD = "100000000011";
const BEN = "100000000013";
const REGIONS = ["eu-central-1", "eu-west-1"];

/** All tests share one deployment. The changes of the fleet follow each other, as in the life of an organization. */
describeWith(["terraform", "moto_server"], "An organization of thirteen accounts", () => {
  let organization: FixtureFleet;

  beforeAll(async () => {
    organization = await FixtureFleet.start("organization", {
      // This account joins later.
      edit: (file) => {
        file.memberAccounts = file.memberAccounts.filter(({ name }) => name !== "sandbox-ben");
      },
    });
    await organization.deploy();
  });
  afterAll(() => organization.local.stop());

  const roleOf = (runbook: string): string => {
    const central = organization.fleet.centralRunbooks.find(({ name }) => name === runbook);
    if (central === undefined) throw new Error(`${runbook} is not central`);
    return executionRoleName(organization.fleet.managementAccount, central);
  };

  describe("a runbook of its own", () => {
    it.each([
      ["reboot-instances", WORKLOADS, ["web-dev", "data-dev", "ml-dev", ...PRODUCTION]],
      ["tag-instances", WORKLOADS, ["web-dev", "data-dev", "ml-dev", ...PRODUCTION]],
      ["patch-instances", PRODUCTION_UNIT, PRODUCTION],
    ])("succeeds in every account of its OU, in both Regions: %s", async (runbook, unit, accounts) => {
      const execution = await runRunbook(organization, {
        runbook,
        role: roleOf(runbook),
        accounts: [unit],
        regions: REGIONS,
      });
      const ids = organization.fleet.memberAccounts.filter(({ name }) => accounts.includes(name)).map(({ id }) => id);
      expect(byLocation(execution)).toEqual(
        ids.flatMap((id) => REGIONS.map((region) => `${id} ${region}: Success`)).sort(),
      );
      for (const region of REGIONS) {
        expect(await instanceExecutions(organization, WEB_PROD, region, execution)).toMatchObject([
          { AutomationExecutionStatus: "Success" },
        ]);
      }
    });

    it("acts with a role of its own if the fleet file says so", () => {
      expect(roleOf("reboot-instances")).not.toBe(EXECUTION_ROLE_NAME);
      expect(roleOf("tag-instances")).toBe(EXECUTION_ROLE_NAME);
    });

    it.each([
      ["reboot-instances", "ec2:RebootInstances"],
      ["reboot-instances", "ec2:DescribeInstances"],
      ["tag-instances", "ec2:CreateTags"],
      ["patch-instances", "ssm:SendCommand"],
      ["patch-instances", "ssm:ListCommands"],
      ["patch-instances", "ssm:ListCommandInvocations"],
    ])("fails without a permission that was derived: %s without %s", async (runbook, action) => {
      const iam = new IAMClient(await organization.local.accessTo(WEB_PROD));
      const giveBack = await withoutAction(iam, roleOf(runbook), action);
      const execution = await runRunbook(organization, {
        runbook,
        role: roleOf(runbook),
        accounts: [WEB_PROD],
        regions: ["eu-west-1"],
      }).finally(giveBack);
      expect(byLocation(execution)).toEqual([`${WEB_PROD} eu-west-1: Failed`]);
      expect(await failuresOf(organization, WEB_PROD, "eu-west-1", execution)).toContain(action);
    });
  });

  describe("a change of the fleet file", () => {
    it("changes nothing if there is none", async () => {
      expect(await organization.deploy()).toEqual({});
    });

    it("adds an account to the running sandbox, shares the runbooks with it, and they run there", async () => {
      organization.edit((file) => {
        file.memberAccounts.push({ id: BEN, name: "sandbox-ben", ou: "sandboxes" });
      });
      expect((await organization.reload()).added).toEqual([`sandbox-ben (${BEN})`]);
      const { administrator, "member-sandbox-ben": member, ...others } = await organization.deploy();
      expect(others).toEqual({});
      // Two runbooks in two Regions; the third acts in another OU.
      expect(administrator).toEqual({ add: 0, change: 4, remove: 0 });
      expect(member).toMatchObject({ change: 0, remove: 0 });
      const runbook = "tag-instances";
      const place = { accounts: [BEN], regions: ["eu-central-1"] };
      const execution = await runRunbook(organization, { runbook, role: roleOf(runbook), ...place });
      expect(byLocation(execution)).toEqual([`${BEN} eu-central-1: Success`]);
    });

    it("renames an account, and replaces nothing", async () => {
      const before = await belongings(organization.local, ML_PROD, REGIONS);
      organization.edit((file) => {
        for (const account of file.memberAccounts) if (account.name === "ml-prod") account.name = "ai-prod";
      });
      const changes = Object.values(await organization.deploy());
      expect(changes.map(({ add, remove }) => add + remove)).toEqual(changes.map(() => 0));
      expect(await belongings(organization.local, ML_PROD, REGIONS)).toEqual(before);
    });

    it("moves an account to another OU, where another runbook acts", async () => {
      organization.edit((file) => {
        for (const account of file.memberAccounts) if (account.name === "data-dev") account.ou = "workloads/production";
      });
      expect(await organization.deploy()).toEqual({
        // The runbook is shared with the account in two Regions.
        administrator: { add: 0, change: 2, remove: 0 },
        "member-data-dev": { add: 1, change: 0, remove: 0 },
      });
    });

    it("removes a runbook from every Region, and its permissions from every account", async () => {
      organization.edit((file) => {
        file.centralRunbooks = file.centralRunbooks.filter(
          (runbook) => typeof runbook === "string" || runbook.name !== "patch-instances",
        );
      });
      expect(await organization.deploy()).toEqual({
        administrator: { add: 0, change: 0, remove: 2 },
        "member-web-prod": { add: 0, change: 0, remove: 1 },
        "member-data-prod": { add: 0, change: 0, remove: 1 },
        "member-ai-prod": { add: 0, change: 0, remove: 1 },
        "member-data-dev": { add: 0, change: 0, remove: 1 },
      });
      const left = await belongings(organization.local, organization.fleet.administratorAccount.id, REGIONS);
      expect(left.filter((each) => each.includes("patch-instances"))).toEqual([]);
    });

    it("retires a Region, and leaves nothing there", async () => {
      organization.edit((file) => {
        file.regions = ["eu-central-1", { name: "eu-west-1", retired: true }];
        for (const account of file.memberAccounts) delete account.regions;
      });
      const changes = await organization.deploy();
      expect(changes["administrator"]).toEqual({ add: 0, change: 0, remove: 2 });
      expect(Object.values(changes).map(({ add }) => add)).toEqual(Object.values(changes).map(() => 0));
      for (const { id } of organization.fleet.memberAccounts) {
        const left = await belongings(organization.local, id, ["eu-west-1"]);
        expect(left.filter((each) => each.startsWith("eu-west-1"))).toEqual([]);
      }
    });

    it("needs no change when the line of a retired Region goes", async () => {
      organization.edit((file) => {
        file.regions = ["eu-central-1"];
      });
      expect(await organization.plan("administrator", "target-web-prod")).toEqual({});
    });

    it("retires an account, and leaves nothing of it", async () => {
      organization.edit((file) => {
        for (const account of file.memberAccounts) if (account.id === WEB_PROD) account.retired = true;
      });
      const changes = await organization.deploy();
      // Two runbooks are no longer shared with it.
      expect(changes["administrator"]).toEqual({ add: 0, change: 2, remove: 0 });
      expect(changes["member-web-prod"]).toMatchObject({ add: 0, change: 0 });
      expect(changes["target-web-prod"]).toMatchObject({ add: 0, change: 0 });
      expect(await belongings(organization.local, WEB_PROD, REGIONS)).toEqual([]);
    });
  });
});
