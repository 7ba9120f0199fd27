import { createAndShareAmi } from "../../../runbooks/create-and-share-ami";
import { administrationRoleArn } from "../../../src/fleet/names";
import { fleet, faults, resolved } from "./requests";

const names = (request: Parameters<typeof resolved>[0]) =>
  resolved(request).places.map(({ account, region }) => `${account.name} ${region}`);

describe("a request", () => {
  it("without targets and accounts is for the whole fleet and its tag", () => {
    const { places, targets, targetParameter, limits } = resolved();
    expect(places.map(({ account }) => account.name)).toEqual(["app-dev", "app-staging", "app-prod"]);
    expect(targets).toEqual([{ Key: "tag:ssm-automation", Values: ["true"] }]);
    expect(targetParameter).toBe("InstanceId");
    expect(limits).toEqual({ maxConcurrency: "10", maxErrors: "10%", accountConcurrency: "10", accountErrors: "10%" });
  });

  it("passes the administration role, unless another role is given", () => {
    expect(resolved().parameters).toEqual({ AutomationAssumeRole: [administrationRoleArn(fleet)] });
    expect(
      resolved({ parameters: { AutomationAssumeRole: "arn:aws:iam::111111111111:role/mine" } }).parameters,
    ).toEqual({
      AutomationAssumeRole: ["arn:aws:iam::111111111111:role/mine"],
    });
  });

  it.each([
    [
      "a unit and the units below it by its path",
      { organizationalUnits: ["workloads"] },
      ["app-dev", "app-staging", "app-prod"],
    ],
    ["a unit by its id", { organizationalUnits: ["ou-flt1-producti"] }, ["app-prod"]],
    [
      "a unit without those below",
      { organizationalUnits: ["workloads"], childOrganizationalUnits: false },
      ["app-dev", "app-staging"],
    ],
    ["the root", { organizationalUnits: ["root"] }, ["app-dev", "app-staging", "app-prod"]],
    ["accounts by name and by id", { accounts: ["app-prod", "222222222222"] }, ["app-dev", "app-prod"]],
    [
      "units and accounts together",
      { organizationalUnits: ["workloads/production"], accounts: ["app-dev"] },
      ["app-dev", "app-prod"],
    ],
    ["all accounts but one", { excludeAccounts: ["app-prod"] }, ["app-dev", "app-staging"]],
  ])("selects %s", (_, request, expected) => {
    expect(names(request)).toEqual(expected.map((name) => `${name} ap-northeast-1`));
  });

  it.each([
    [
      "an account that the fleet does not have",
      { accounts: ["app-dv"] },
      'The fleet has no account "app-dv".',
      'Did you mean "app-dev"?',
    ],
    [
      "an account without an execution role",
      { accounts: ["management"] },
      "Runbooks do not act in account management (111111111111): it has no execution role.",
      "Set `target: true`",
    ],
    [
      "a unit outside the organization",
      { organizationalUnits: ["workload"] },
      'The organization of the fleet file has no organizational unit "workload".',
      'Did you mean "workloads"?',
    ],
    [
      "a Region outside the fleet",
      { regions: ["us-east-1"] },
      '"us-east-1" is not a Region of the fleet.',
      "ap-northeast-1",
    ],
    [
      "no account at all",
      { excludeAccounts: ["app-dev", "app-staging", "app-prod"] },
      "No account and Region is left",
      "Exclude fewer accounts",
    ],
    [
      "a parameter that the runbook does not have",
      { parameters: { CheckHostnme: "skip" } },
      'has no parameter "CheckHostnme"',
      'Did you mean "CheckHostname"?',
    ],
    [
      "a value that is not allowed",
      { parameters: { CheckHostname: "never" } },
      '"never" is not among the allowedValues.',
      "Use one of: check, skip.",
    ],
    [
      "a target parameter that the runbook does not have",
      { targetParameter: "instanceId" },
      'has no parameter "instanceId"',
      'Did you mean "InstanceId"?',
    ],
    [
      "the target's parameter as well",
      { targets: { allInstances: true as const }, parameters: { InstanceId: "i-0123456789abcdef0" } },
      "The parameter InstanceId gets the id of each target, and is set as well.",
      "Remove either",
    ],
    [
      "instances, and not their account",
      { targets: { instances: ["i-0123456789abcdef0"] } },
      "The instances are looked for in 3 accounts and Regions",
      "--account NAME",
    ],
    [
      "two forms of targets",
      { targets: { allInstances: true as const, resourceGroup: "web" } },
      "selected by resourceGroup and allInstances",
      "Keep one form",
    ],
    [
      "an instance id of another form",
      { targets: { instances: ["web-1"] } },
      "expected the id of an EC2 instance",
      "describe-instances",
    ],
    [
      "a version of another form",
      { documentVersion: "v3" },
      'documentVersion is "v3"; expected the version of a document',
      "list-document-versions",
    ],
    ["a limit of another form", { limits: { maxErrors: "200%" } }, 'limits.maxErrors is "200%"', "Quote it"],
  ])("with %s is refused with the remedy", (_, request, message, remedy) => {
    const [fault, ...others] = faults(request);
    expect(others).toEqual([]);
    expect(fault?.message).toContain(message);
    expect(fault?.remedy).toContain(remedy);
  });

  it("for a runbook that is not deployed centrally is refused", () => {
    expect(faults({}, fleet, createAndShareAmi)[0]?.message).toContain("is not in centralRunbooks of fleet.yaml");
  });

  it("needs targets if the fleet has no tag", () => {
    const untagged = { ...fleet, operations: { ...fleet.operations, targetTag: undefined } };
    expect(faults({}, untagged)[0]?.message).toContain("Nothing says on which instances the runbook acts");
  });

  it("for instances of one account gives that account their ids", () => {
    const { places, targets } = resolved({ accounts: ["app-dev"], targets: { instances: ["i-0123456789abcdef0"] } });
    expect(targets).toEqual([]);
    expect(places.map(({ instances }) => instances)).toEqual([["i-0123456789abcdef0"]]);
  });

  it("names all faults at once", () => {
    expect(faults({ accounts: ["nobody"], parameters: { Unknown: "1" } })).toHaveLength(2);
  });
});
