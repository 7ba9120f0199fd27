/**
 * Roles, managed policies and instance profiles as late as AWS's. Whoever uses one (STS, Systems Manager, EC2, a trust policy, the
 * decision of a request) meets it as it was. What is new is not found by reads either, unless they come by the connection that
 * has created it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
 */
import * as sdk from "@aws-sdk/client-iam";
import { AwsError } from "../protocol/aws-error";
import { stringOf, type Input } from "../protocol/input";
import type { CallerRequest, ServiceLayer } from "../protocol/message";
import type { Lateness } from "./lateness";
import { readKey, type ReadBefore, type Reading } from "./past";
import { lateClient } from "./late-client";

type IamOf = (accountId: string) => sdk.IAMClient;

const READS = /^(Get|List|Generate|Simulate)/;

interface Resource {
  readonly kind: "role" | "policy" | "instance-profile";
  readonly name: string;
}

/** The IAM of an account as it is used. @param iamOf makes a client of its own at each call */
export function usedIam(lateness: Lateness, iamOf: IamOf): IamOf {
  return (accountId) =>
    lateClient(iamOf(accountId), lateness, (command, input) => {
      const resource = resourceOf(input);
      if (resource === undefined || !READS.test(command)) return undefined;
      return { resource: nameOf(accountId, resource), key: keyOf(command, input) };
    });
}

/**
 * Makes the writes late, and hides what is new from reads. It comes after the layers that notice changes.
 * @param iamOf IAM as it is
 * @param noticed is called when a write is seen
 */
export function lateIam(lateness: Lateness, iamOf: IamOf, noticed: (request: CallerRequest) => void): ServiceLayer {
  return async (request, next) => {
    const { operation, input, caller, connection } = request;
    const asked = resourceOf(input, caller.arn);
    if (asked === undefined) return next(request);
    const resource = nameOf(caller.accountId, asked);
    if (READS.test(operation)) {
      if (lateness.hides(resource, connection)) throw notFound(asked);
      return next(request);
    }
    const write = { resource, connection, readBefore: READERS[asked.kind](iamOf(caller.accountId), asked.name) };
    return lateness.write(write, () => next(request), {
      succeeded: ({ status }) => status === 200,
      onSeen: () => noticed(request),
    });
  };
}

/** Refuses to launch with an instance profile that EC2 does not see yet. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export function lateProfiles(lateness: Lateness): ServiceLayer {
  return (request, next) => {
    const { input, caller } = request;
    const asked = input["IamInstanceProfile"] as Input | undefined;
    const arn = asked && stringOf(asked, "Arn");
    const name = (asked && stringOf(asked, "Name")) ?? arn?.split("/").at(-1);
    if (name === undefined) return next(request);
    const past = lateness.pastOf(nameOf(caller.accountId, { kind: "instance-profile", name }));
    if (past === undefined) return next(request);
    if (past.absent !== undefined) {
      const [parameter, value] = arn === undefined ? ["name", name] : ["arn", arn];
      const message = `Value (${value}) for parameter iamInstanceProfile.${parameter} is invalid. Invalid IAM Instance Profile ${arn === undefined ? "name" : "ARN"}`;
      throw new AwsError("InvalidParameterValue", message);
    }
    const profile = past.answers.get(keyOf("GetInstanceProfile", {}));
    const { InstanceProfile: found } = (
      profile && "output" in profile ? profile.output : {}
    ) as Partial<sdk.GetInstanceProfileCommandOutput>;
    if (found !== undefined && (found.Roles ?? []).length === 0) {
      throw new AwsError(
        "InvalidParameterValue",
        `IAM Instance Profile "${found.Arn ?? ""}" has no associated IAM Roles`,
      );
    }
    return next(request);
  };
}

/** What a command or request is about. @param caller whose account a new policy is in */
function resourceOf(input: Input, caller?: string): Resource | undefined {
  const profile = stringOf(input, "InstanceProfileName");
  if (profile !== undefined) return { kind: "instance-profile", name: profile };
  const role = stringOf(input, "RoleName");
  if (role !== undefined) return { kind: "role", name: role };
  if ("UserName" in input || "GroupName" in input) return undefined;
  const arn = stringOf(input, "PolicyArn") ?? newPolicyArn(input, caller);
  return arn === undefined ? undefined : { kind: "policy", name: arn };
}

function newPolicyArn(input: Input, caller: string | undefined): string | undefined {
  const name = stringOf(input, "PolicyName");
  const [, partition = "", , , accountId = ""] = caller?.split(":") ?? [];
  if (name === undefined || partition === "") return undefined;
  return `arn:${partition}:iam::${accountId}:policy${stringOf(input, "Path") ?? "/"}${name}`;
}

function nameOf(accountId: string, { kind, name }: Resource): string {
  return `${kind} ${accountId} ${name}`;
}

function keyOf(command: string, input: Input): string {
  return readKey(
    command,
    stringOf(input, "RoleName") === undefined ? stringOf(input, "VersionId") : stringOf(input, "PolicyName"),
  );
}

/** IAM's words. */
function notFound({ kind, name }: Resource): AwsError {
  const message = {
    role: `The role with name ${name} cannot be found.`,
    policy: `Policy ${name} does not exist or is not attachable.`,
    "instance-profile": `Instance Profile ${name} cannot be found.`,
  }[kind];
  return new AwsError("NoSuchEntity", message, 404);
}

/** What is read of each kind before a write: all that the sandbox's own layers read of it. */
const READERS: Readonly<Record<Resource["kind"], (iam: sdk.IAMClient, name: string) => ReadBefore>> = {
  role: (iam, RoleName) => ({
    first: () => reading("GetRole", iam.send(new sdk.GetRoleCommand({ RoleName }))),
    rest: async () => {
      const policies = iam.send(new sdk.ListRolePoliciesCommand({ RoleName }));
      const attached = iam.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName }));
      const { PolicyNames: names = [] } = await policies;
      return [
        reading("ListRolePolicies", policies),
        reading("ListAttachedRolePolicies", attached),
        ...names.map((PolicyName) =>
          reading("GetRolePolicy", iam.send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName })), PolicyName),
        ),
      ];
    },
  }),
  policy: (iam, PolicyArn) => ({
    first: () => reading("GetPolicy", iam.send(new sdk.GetPolicyCommand({ PolicyArn }))),
    rest: (found) => {
      const { Policy: { DefaultVersionId: VersionId } = {} } = found as sdk.GetPolicyCommandOutput;
      const version = iam.send(new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId }));
      return Promise.resolve([reading("GetPolicyVersion", version, VersionId)]);
    },
  }),
  "instance-profile": (iam, InstanceProfileName) => ({
    first: () => reading("GetInstanceProfile", iam.send(new sdk.GetInstanceProfileCommand({ InstanceProfileName }))),
    rest: () => Promise.resolve([]),
  }),
};

function reading(command: string, answer: Promise<unknown>, part?: string): Reading {
  return { key: readKey(command, part), answer };
}
