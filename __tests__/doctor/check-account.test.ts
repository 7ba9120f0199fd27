import { checkAccount, type AccountFacts } from "../../src/doctor/check-account";
import type { Account, Fleet } from "../../src/fleet/model";
import { EXECUTION_ROLE_NAME, READER_ROLE_NAME } from "../../src/fleet/names";
import { accountOf, exampleFleet } from "../stacks/example-fleet";

const DEPLOYED = new Set(["administrator", "member-app-dev"]);
const dev = accountOf(exampleFleet, "app-dev");

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { AWS: "arn:aws:iam::111111111111:role/AWS-SystemsManager-AutomationAdministrationRole" },
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-fleetbook01" } },
  },
});

const healthy: AccountFacts = {
  role: (name) => Promise.resolve({ arn: `arn:aws:iam::222222222222:role/${name}`, trustPolicy: TRUST }),
  setting: () => Promise.resolve(undefined),
  documentSharedWith: () => Promise.resolve(new Set(["222222222222", "333333333333", "444444444444"])),
};

async function faults(
  facts: Partial<AccountFacts>,
  account: Account = dev,
  { fleet = exampleFleet, deployed = DEPLOYED }: { fleet?: Fleet; deployed?: ReadonlySet<string> } = {},
): Promise<readonly string[]> {
  const results = await checkAccount(fleet, account, { ...healthy, ...facts }, deployed);
  return results.filter(({ status }) => status !== "ok").map(({ status, message }) => `${status} ${message}`);
}

describe("the doctor's look at an account", () => {
  it("finds nothing if its roles are there and trust the right principals", async () => {
    expect(await faults({})).toEqual([]);
  });

  it("names roles that are missing", async () => {
    expect(await faults({ role: () => Promise.resolve(undefined) })).toEqual([
      `fault There is no role ${EXECUTION_ROLE_NAME}.`,
      `fault There is no role ${READER_ROLE_NAME}.`,
    ]);
  });

  it("names an execution role that trusts another organization", async () => {
    const role: AccountFacts["role"] = (name) =>
      Promise.resolve({ arn: name, trustPolicy: TRUST.replace("o-fleetbook01", "o-anotherone1") });
    expect(await faults({ role })).toEqual([
      expect.stringMatching(/^fault The execution role does not trust the administration role of this organization\. /),
    ]);
  });

  it("expects nothing of a stack that was never deployed", async () => {
    const role = () => Promise.resolve(undefined);
    expect(await faults({ role }, dev, { deployed: new Set() })).toEqual([]);
  });

  it("names runbooks that the administrator account lacks, and accounts that one is not shared with", async () => {
    const { managementAccount } = exampleFleet;
    const role: AccountFacts["role"] = (name) =>
      Promise.resolve({
        arn: `arn:aws:iam::111111111111:role/${name}`,
        trustPolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ssm.amazonaws.com" } },
        }),
      });
    const documentSharedWith: AccountFacts["documentSharedWith"] = (name) =>
      Promise.resolve(name === "check-os" ? new Set(["222222222222"]) : undefined);
    expect(await faults({ role, documentSharedWith }, managementAccount)).toEqual([
      "fault The runbook check-os in ap-northeast-1 is not shared with app-staging, app-prod. AWS would say that the execution role cannot be assumed.",
      "fault There is no runbook check-os-windows in ap-northeast-1.",
    ]);
  });

  it("warns of a setting that is not as the fleet file says", async () => {
    const account = { ...dev, automation: { throttlingRetrySeconds: 600 } };
    expect(await faults({ setting: () => Promise.resolve("0") }, account)).toEqual([
      "warning In ap-northeast-1, /ssm/automation/throttling-retry-time-limit is 0, and fleet.yaml says 600.",
    ]);
  });

  it("says what it could not read, and AWS's reason", async () => {
    const role = () => Promise.reject(new Error("User is not authorized to perform: iam:GetRole."));
    expect(await faults({ role })).toContain(
      `unchecked Not read: the role ${READER_ROLE_NAME}: User is not authorized to perform: iam:GetRole.`,
    );
  });
});
