/** The policies that Fleetbook derives, attaches and deploys, against the very calls that they are meant for. */
import type { Runbook } from "../../../src/document/model";
import { derivePermissions } from "../../../src/document/permissions/permissions";
import { policyDocument } from "../../../src/iam/statements/policy-document";
import { rolePermissions } from "../../../src/document/permissions/role-permissions";
import type { CallerRequest } from "../../../src/sandbox/protocol/message";
import { parseIdentityPolicy } from "../../../src/iam/decision/policy";
import { shippedRunbooks as runbooks } from "../../fixtures/shipped-runbooks";
import { MANAGEMENT_ID } from "../example-fleet";
import {
  ACCOUNT,
  authorizerFor,
  factsOf,
  instanceArn,
  json,
  operator,
  query,
  refusalOf,
  REGION,
  roleArn,
  type Known,
} from "./fixtures";

const ROLE = roleArn("runbook-role");
const EXECUTION = "11111111-2222-3333-4444-555555555555";
const image = (id: string) => `arn:aws:ec2:${REGION}::image/${id}`;
const SNAPSHOT = `arn:aws:ec2:${REGION}::snapshot/snap-0a`;
const madeByRunbook = { "fleetbook:runbook": "create-and-share-ami" };
const known: Known = {
  tags: {
    [instanceArn("i-0a")]: { "ssm-automation": "true" },
    [instanceArn("i-0b")]: { "ssm-automation": "false" },
    [image("ami-0a")]: madeByRunbook,
    [image("ami-0b")]: {},
    [image("ami-0c")]: {},
    [SNAPSHOT]: madeByRunbook,
  },
  owners: {
    [image("ami-0a")]: ACCOUNT,
    [image("ami-0b")]: MANAGEMENT_ID,
    [image("ami-0c")]: "amazon",
    [SNAPSHOT]: ACCOUNT,
  },
};
const all = [...runbooks];
const own = { instance: "i-0a", image: "ami-0a" };

const ec2 = (operation: string, parameters: Record<string, string> = {}) => query("ec2", operation, parameters);
const ssm = (operation: string, input: object = {}) => json("ssm", operation, input);

/** What the scripts of create-and-share-ami call, by step. */
const scriptCalls = (imageId: string): Readonly<Record<string, readonly CallerRequest[]>> => ({
  checkVolumes: [
    ec2("DescribeInstances"),
    ec2("DescribeVolumes"),
    json("kms", "DescribeKey", { KeyId: `arn:aws:kms:${REGION}:${ACCOUNT}:key/1` }),
  ],
  convertStringListToString: [],
  tagImage: [ec2("DescribeImages"), ec2("CreateTags", { "ResourceId.1": imageId, "ResourceId.2": "snap-0a" })],
  shareSnapshots: [ec2("ModifySnapshotAttribute", { SnapshotId: "snap-0a" })],
  removeOlderImages: [ec2("DeregisterImage", { ImageId: imageId }), ec2("DeleteSnapshot", { SnapshotId: "snap-0a" })],
  nameLeftImage: [ec2("DescribeImages")],
});

/** The calls of one step, about this instance and this image. */
function callsOf(
  { name: step, action, inputs }: Runbook["document"]["mainSteps"][number],
  of: { instance: string; image: string },
): readonly CallerRequest[] {
  switch (action) {
    case "aws:runCommand":
      return [
        ssm("SendCommand", { DocumentName: inputs.DocumentName, InstanceIds: [of.instance] }),
        ...["ListCommands", "ListCommandInvocations", "GetCommandInvocation", "CancelCommand"].map((name) => ssm(name)),
        ssm("DescribeInstanceInformation"),
      ];
    case "aws:executeAutomation":
      return [
        ssm("StartAutomationExecution", { DocumentName: inputs.DocumentName }),
        ssm("GetAutomationExecution", { AutomationExecutionId: EXECUTION }),
        ...(inputs.DocumentName === "AWS-CreateImage"
          ? [ec2("CreateImage", { InstanceId: of.instance, Name: "x" }), ec2("DescribeImages")]
          : []),
      ];
    case "aws:executeAwsApi":
      if (inputs.Api !== "ModifyImageAttribute") throw new Error(`Say here which resources ${inputs.Api} is about.`);
      return [ec2("ModifyImageAttribute", { ImageId: of.image, "LaunchPermission.Add.1.UserId": MANAGEMENT_ID })];
    case "aws:waitForAwsResourceProperty":
      return [ssm(inputs.Api)];
    case "aws:executeScript": {
      const made = scriptCalls(of.image)[step];
      if (made === undefined) throw new Error(`Say here which calls the script of ${step} makes.`);
      return made;
    }
    case "aws:branch":
      return [];
    default:
      throw new Error(`Say here which calls ${action} makes.`);
  }
}

function calls(runbook: Runbook, of: { instance: string; image: string }): readonly CallerRequest[] {
  return runbook.document.mainSteps.flatMap((step) => callsOf(step, of));
}

const operations = (asked: readonly CallerRequest[]) => [...new Set(asked.map(({ operation }) => operation))];

/** The operations that statements do not allow. */
async function refusedOf(statements: object, asked: readonly CallerRequest[]): Promise<readonly string[]> {
  const policy = { name: "derived", document: parseIdentityPolicy(statements) };
  const authorizer = authorizerFor({ identityPolicies: [policy] }, { facts: factsOf(known) });
  const decided = await Promise.all(
    asked.map(async (request) => [request, await refusalOf(authorizer.check(request))] as const),
  );
  return operations(decided.flatMap(([request, refused]) => (refused === undefined ? [] : [request])));
}

const roleContext = { partition: "aws", regions: [REGION], accountId: ACCOUNT, roleArn: ROLE, runbooks };
const derivedFor = (runbook: Runbook) => policyDocument(rolePermissions(runbook, roleContext).statements);

describe("the policy that is derived from a runbook", () => {
  it.each(all)("allows everything that %s does", async (_, runbook) => {
    expect(await refusedOf(derivedFor(runbook), calls(runbook, own))).toEqual([]);
  });

  it.each(all)("allows starting %s for targets", async (name, runbook) => {
    const starting = [
      ec2("DescribeInstances"),
      json("tagging", "GetResources"),
      ssm("StartAutomationExecution", { DocumentName: name }),
      ssm("StopAutomationExecution", { AutomationExecutionId: EXECUTION }),
    ];
    expect(await refusedOf(derivedFor(runbook), starting)).toEqual([]);
  });

  it.each(all)("allows nothing else in the name of %s", async (_, runbook) => {
    const others = [
      ssm("StartAutomationExecution", { DocumentName: "another-runbook" }),
      ssm("SendCommand", { DocumentName: "AWS-RunPatchBaseline", InstanceIds: ["i-0a"] }),
      ec2("TerminateInstances", { "InstanceId.1": "i-0a" }),
      query("iam", "CreateUser", { UserName: "x" }),
    ];
    expect(await refusedOf(derivedFor(runbook), others)).toEqual(operations(others));
  });

  it.each(all)("lets the role of %s be passed to Systems Manager alone", async (_, runbook) => {
    const policy = { name: "derived", document: parseIdentityPolicy(derivedFor(runbook)) };
    const authorizer = authorizerFor({ identityPolicies: [policy] });
    const pass = (role: string, service: string) =>
      refusalOf(
        authorizer.require(operator, "iam:PassRole", role, {
          region: REGION,
          extra: { "iam:PassedToService": service },
        }),
      );
    expect(await pass(ROLE, "ssm.amazonaws.com")).toBeUndefined();
    expect(await pass(ROLE, "ec2.amazonaws.com")).toBeDefined();
    expect(await pass(roleArn("other"), "ssm.amazonaws.com")).toBeDefined();
  });

  it.each(all)("scoped by the targets' tag, lets %s touch the tagged instance alone", async (_, runbook) => {
    const targetTag = { key: "ssm-automation", value: "true" };
    const context = { region: REGION, accountId: ACCOUNT, targetTag, runbooks };
    const derived = policyDocument(derivePermissions(runbook.document, context).statements);
    expect(await refusedOf(derived, calls(runbook, own))).toEqual([]);
    const touching = operations(calls(runbook, own)).filter((name) => /^(SendCommand|CreateImage)$/.test(name));
    expect(await refusedOf(derived, calls(runbook, { ...own, instance: "i-0b" }))).toEqual(touching);
  });

  it.each(all)("lets %s tag, share and remove images of the account itself, and no other", async (_, runbook) => {
    const touching = operations(calls(runbook, own)).filter((name) =>
      /^(CreateTags|ModifyImageAttribute|DeregisterImage)$/.test(name),
    );
    for (const image of ["ami-0b", "ami-0c"]) {
      expect(await refusedOf(derivedFor(runbook), calls(runbook, { ...own, image }))).toEqual(touching);
    }
  });
});
