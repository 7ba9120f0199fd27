import { associationProblems } from "../../../src/fleet/consistency/associations";
import type { RunbookInterface } from "../../../src/fleet/consistency/surroundings";
import { draftOf } from "../../../src/fleet/draft";
import { accountOf } from "../../stacks/example-fleet";
import { example, load, onlyProblem, problems } from "../fleet-file";

const RUNBOOKS = "runbooks: [check-os, create-and-share-ami]";
const CHECK = "name: nightly, runbook: check-os, targets: {tag: {key: role, value: web}}";

/** The example whose account app-dev has these associations. */
const associations = (...list: readonly string[]) =>
  example([
    '  - id: "222222222222"',
    `  - ${RUNBOOKS}\n    associations: [${list.map((one) => `{${one}}`).join(", ")}]\n    id: "222222222222"`,
  ]);
const messageFor = (...list: readonly string[]) => onlyProblem(associations(...list)).message;

describe("the associations of an account", () => {
  it("reach the constructs as the fleet file has them, with InstanceId as target parameter", () => {
    const settings = `${CHECK}, parameters: {CheckNTP: skip}, schedule: "rate(1 day)", regions: [ap-northeast-1]`;
    expect(accountOf(load(associations(settings)), "app-dev").associations).toEqual([
      {
        name: "nightly",
        runbook: "check-os",
        targets: { tag: { key: "role", value: "web" } },
        targetParameter: "InstanceId",
        parameters: { CheckNTP: "skip" },
        schedule: "rate(1 day)",
        regions: ["ap-northeast-1"],
      },
    ]);
  });

  it("are those of the defaults, unless the account has its own", () => {
    const file = example(
      ["defaults:", `defaults:\n  ${RUNBOOKS}\n  associations: [{${CHECK}}]`],
      ["    name: app-prod", "    name: app-prod\n    associations: []"],
    );
    const { memberAccounts, managementAccount } = load(file);
    expect(memberAccounts.map((account) => account.associations.length)).toEqual([1, 1, 0]);
    expect(managementAccount.associations).toEqual([]);
  });

  it.each([
    ["allInstances", "targets: allInstances"],
    ["instances", "targets: {instances: [i-0123456789abcdef0]}"],
    ["a resource group", "targets: {resourceGroup: web-servers}"],
  ])("may run on %s", (_, targets) => {
    expect(problems(associations(`name: one, runbook: check-os, ${targets}`))).toEqual([]);
  });

  it("may do one thing in several ways: other targets, other parameters, other Regions", () => {
    const file = associations(
      CHECK,
      "name: databases, runbook: check-os, targets: {tag: {key: role, value: db}}",
      `${CHECK.replace("nightly", "quick")}, parameters: {CheckUpdate: skip}`,
    );
    expect(problems(file)).toEqual([]);
  });
});

/** How a runbook without role or target type is called. */
const PLAIN: RunbookInterface = {
  parameters: new Map([["InstanceId", { isRequired: true }]]),
  hasRole: false,
  roleParameter: undefined,
  hasTargetType: false,
  fault: () => undefined,
};

describe("a runbook that State Manager cannot run", () => {
  const found = associationProblems(
    draftOf({
      defaults: { runbooks: ["plain"], associations: [{ name: "one", runbook: "plain", targets: "allInstances" }] },
    }),
    { runbooks: ["plain"], runbook: () => PLAIN },
  ).map(({ message }) => message);

  it("is named because it takes no role", () => {
    expect(found).toContainEqual(expect.stringContaining('runs "plain", which takes no role'));
  });

  it("is named because its role may not look for targets", () => {
    expect(found).toContainEqual(expect.stringContaining('the runbook "plain" has no target type'));
  });
});

describe("a message about an association", () => {
  it.each([
    [
      "a runbook that the account does not have",
      CHECK.replace("check-os", "check-os-windows"),
      "which is not among the runbooks of account app-dev (check-os, create-and-share-ami)",
    ],
    ["a document of Amazon's", CHECK.replace("check-os", "AWS-RestartEC2Instance"), "is not among the runbooks"],
    [
      "two forms of targets",
      "name: one, runbook: check-os, targets: {tag: {key: a, value: b}, resourceGroup: web}",
      "has tag and resourceGroup of tag, instances, resourceGroup; expected one of them",
    ],
    ["no form of targets", "name: one, runbook: check-os, targets: {}", "has none of tag, instances, resourceGroup"],
    [
      "no targets for a runbook that needs an instance",
      "name: one, runbook: check-os",
      'has no value for the parameter "InstanceId"',
    ],
    [
      "an unknown target parameter",
      `${CHECK}, targetParameter: Instance, parameters: {InstanceId: i-1}`,
      'the runbook "check-os" has no parameter "Instance"',
    ],
    [
      "a target parameter without targets",
      "name: one, runbook: check-os, targetParameter: InstanceId, parameters: {InstanceId: i-1}",
      "has a targetParameter and no targets",
    ],
    [
      "an unknown parameter",
      `${CHECK}, parameters: {CheckNtp: skip}`,
      'memberAccounts[0].associations[0].parameters.CheckNtp: the runbook "check-os" has no parameter "CheckNtp"',
    ],
    [
      "a value that the runbook does not allow",
      `${CHECK}, parameters: {CheckNTP: no}`,
      '"no" is not among the allowedValues',
    ],
    [
      "a value of another type",
      CHECK.replace("check-os", "create-and-share-ami") + ", parameters: {AccountId: none, ImagesToKeep: many}",
      '"many" is not an integer',
    ],
    ["an empty value", `${CHECK}, parameters: {CheckNTP: ""}`, "AWS does not accept an empty value"],
    [
      "a required parameter",
      CHECK.replace("check-os", "create-and-share-ami"),
      'has no value for the parameter "AccountId", which the runbook "create-and-share-ami" requires',
    ],
    [
      "the role, which Fleetbook passes",
      `${CHECK}, parameters: {AutomationAssumeRole: "arn:aws:iam::222222222222:role/own"}`,
      "Fleetbook passes the runbook's role in this parameter",
    ],
    [
      "the target, which Fleetbook passes",
      `${CHECK}, parameters: {InstanceId: i-0123456789abcdef0}`,
      "Fleetbook passes the id of each target in this parameter",
    ],
    [
      "a rate under 30 minutes",
      `${CHECK}, schedule: rate(29 minutes)`,
      '"rate(29 minutes)"; expected rate(…), cron(…) or at(…), as State Manager accepts them, and no rate below 30 minutes',
    ],
    [
      "a rate that should run only at its times",
      `${CHECK}, schedule: rate(1 day), applyOnlyAtCronInterval: true`,
      'the schedule is "rate(1 day)"; expected cron(…)',
    ],
    ["times that nothing sets", `${CHECK}, applyOnlyAtCronInterval: true`, "the schedule is missing"],
    [
      "a first success that does not come",
      `${CHECK}, schedule: cron(0 2 ? * SUN *), applyOnlyAtCronInterval: true, waitForSuccessSeconds: 60`,
      "does not run when it is created",
    ],
    ["a name that begins like Amazon's", CHECK.replace("nightly", "aws-nightly"), 'name is "aws-nightly"'],
    ["a Region that is named twice", `${CHECK}, regions: [ap-northeast-1, ap-northeast-1]`, "already uses"],
    [
      "a Region that the fleet does not have",
      `${CHECK}, regions: [us-east-1]`,
      "us-east-1, which is not among the Regions of account app-dev (ap-northeast-1)",
    ],
  ])("names %s", (_, association, message) => {
    const found = onlyProblem(associations(association));
    expect(found.message).toContain(message);
    expect(found.remedy).toBeTruthy();
  });

  it("names a Region that the fleet retires", () => {
    const file = associations(`${CHECK}, regions: [us-east-1]`);
    const regions = "homeRegion: ap-northeast-1\nregions: [ap-northeast-1, {name: us-east-1, retired: true}]";
    expect(onlyProblem(file.replace("homeRegion: ap-northeast-1", regions)).message).toContain(
      "us-east-1, which is not among the Regions of account app-dev (ap-northeast-1)",
    );
  });

  it("names two associations of one name", () => {
    expect(messageFor(CHECK, CHECK.replace("value: web", "value: db"))).toContain(
      "a different name for each association",
    );
  });

  it("names the name of the account's AMI sharing", () => {
    expect(messageFor(CHECK.replace("nightly", "fleetbook-CreateAndShareAmiRunbookAssociation"))).toContain(
      "the association of the account's AMI sharing",
    );
  });

  it.each([
    ["the same targets", CHECK],
    ["all instances beside some", "name: nightly, runbook: check-os, targets: allInstances"],
  ])("names associations that overlap: %s", (_, other) => {
    expect(messageFor(CHECK, other.replace("nightly", "again"))).toContain(
      "memberAccounts[0].associations[1] runs the same runbook with the same parameters on the same targets as memberAccounts[0].associations[0]",
    );
  });

  it("names associations that share an instance", () => {
    const on = (name: string, ids: string) => `name: ${name}, runbook: check-os, targets: {instances: [${ids}]}`;
    expect(
      messageFor(on("one", "i-0123456789abcdef0"), on("two", "i-0123456789abcdef1, i-0123456789abcdef0")),
    ).toContain("on the same targets");
  });

  it("names a fault of the defaults once", () => {
    const file = example(["defaults:", `defaults:\n  associations: [{${CHECK}}]`]);
    expect(onlyProblem(file).message).toContain("defaults.associations[0].runbook");
  });

  it("names a short rate of AMI sharing as well", () => {
    const file = example([
      "shareWith: [partner]",
      "shareWith: [partner]\n      association: {schedule: rate(5 minutes)}",
    ]);
    expect(onlyProblem(file).message).toContain("amiSharing.association.schedule");
  });
});
