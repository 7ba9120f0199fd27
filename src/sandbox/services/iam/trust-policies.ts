/**
 * Trust policies as IAM keeps them. A policy that names a nonexistent user or role is refused. IAM keeps the unique id of each
 * one that is named, and shows its ARN as long as it exists: of one that has been deleted it shows the id, and another one that
 * is created later under the same name is not trusted. What CloudFormation makes and deletes is followed in this, but a trust policy
 * in a template is not refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import {
  GetRoleCommand,
  GetUserCommand,
  paginateListRoles,
  paginateListUsers,
  UpdateAssumeRolePolicyCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { isUniqueId, parseTrustPolicy } from "../../../iam/decision/policy";
import { orUndefined, principalExists, type IamOf } from "../../identities/stored-policies";
import { userIdOf } from "../../identities/user-ids";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import { malformedPolicy, orMalformed } from "../../protocol/malformed-policy";
import type { CallerRequest, ServiceLayer } from "../../protocol/message";

interface Named {
  readonly arn: string;
  readonly id: string;
}

export interface TrustPolicies {
  readonly iam: ServiceLayer;
  /** CloudFormation makes and deletes roles and users without a request to IAM. */
  readonly cloudFormation: ServiceLayer;
}

const CHANGES_A_STACK = new Set(["CreateStack", "UpdateStack", "ExecuteChangeSet", "DeleteStack"]);

export interface TrustPoliciesOptions {
  readonly iamOf: IamOf;
  /** The IAM of an account as trust policies of others meet it. */
  readonly usedIam: IamOf;
  /** Whether the sandbox has the account; principals of other accounts are unknown and assumed to exist. */
  readonly accountExists: (accountId: string) => boolean;
}

export function trustPolicies({ iamOf, usedIam, accountExists }: TrustPoliciesOptions): TrustPolicies {
  const trusting = new TrustingRoles();

  /** Replaces the name of a user or role in every trust policy that has it. */
  const rename = async (from: string, to: string): Promise<void> => {
    for (const { accountId, roleName } of trusting.of(from)) {
      const iam = iamOf(accountId);
      const role = (await orUndefined(iam.send(new GetRoleCommand({ RoleName: roleName }))))?.Role;
      const document = decodeURIComponent(role?.AssumeRolePolicyDocument ?? "");
      if (!document.includes(JSON.stringify(from))) continue;
      const PolicyDocument = document.replaceAll(JSON.stringify(from), JSON.stringify(to));
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument }));
      trusting.add(to, { accountId, roleName });
    }
    trusting.delete(from);
  };

  const iam: ServiceLayer = async (request, next) => {
    const { operation, input, caller } = request;
    switch (operation) {
      case "CreateRole":
      case "UpdateAssumeRolePolicy": {
        const document = input[operation === "CreateRole" ? "AssumeRolePolicyDocument" : "PolicyDocument"];
        const named = typeof document === "string" ? namedPrincipals(document) : [];
        await checkExist(named, usedIam, accountExists);
        const response = await next(request);
        if (response.status === 200) {
          const role = { accountId: caller.accountId, roleName: stringOf(input, "RoleName") ?? "" };
          for (const arn of named) trusting.add(arn, role);
        }
        return response;
      }
      case "DeleteRole":
      case "DeleteUser":
      case "UpdateUser": {
        const before = await principalOf(request, iamOf);
        const response = await next(request);
        if (response.status !== 200 || before === undefined || !trusting.has(before.arn)) return response;
        const after = operation === "UpdateUser" ? await principalOf(request, iamOf, "NewUserName") : undefined;
        if (after?.arn !== before.arn) await rename(before.arn, after?.arn ?? before.id);
        return response;
      }
      default:
        return next(request);
    }
  };

  const cloudFormation: ServiceLayer = async (request, next) => {
    if (!CHANGES_A_STACK.has(request.operation)) return next(request);
    const { accountId } = request.caller;
    const before = await principalsIn(iamOf(accountId));
    const response = await next(request);
    const after = await principalsIn(iamOf(accountId));
    for (const [arn, { id }] of before) {
      if (after.get(arn)?.id !== id && trusting.has(arn)) await rename(arn, id);
    }
    for (const { role } of after.values()) {
      for (const trusted of role?.trusted ?? []) trusting.add(trusted, { accountId, roleName: role?.name ?? "" });
    }
    return response;
  };
  return { iam, cloudFormation };
}

interface StoredPrincipal {
  readonly id: string;
  /** Of a role: its name, and whom its trust policy names. */
  readonly role?: { readonly name: string; readonly trusted: readonly string[] };
}

/** The roles and users of an account by their ARNs. */
async function principalsIn(client: IAMClient): Promise<ReadonlyMap<string, StoredPrincipal>> {
  const found = new Map<string, StoredPrincipal>();
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { Arn = "", RoleId: id = "", RoleName: name = "", AssumeRolePolicyDocument: trust = "" } of Roles) {
      found.set(Arn, { id, role: { name, trusted: namedIn(decodeURIComponent(trust)) } });
    }
  }
  for await (const { Users = [] } of paginateListUsers({ client }, {})) {
    for (const { Arn = "", UserId } of Users) found.set(Arn, { id: userIdOf(UserId) });
  }
  return found;
}

/** As `namedPrincipals`, of a policy that nobody has checked; none if it cannot be read. */
function namedIn(json: string): readonly string[] {
  try {
    return namedPrincipals(json);
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}

interface RoleName {
  readonly accountId: string;
  readonly roleName: string;
}

/** By the ARN of a user or role: the roles whose trust policies have named it. */
class TrustingRoles {
  readonly #roles = new Map<string, Map<string, RoleName>>();

  has(arn: string): boolean {
    return this.#roles.has(arn);
  }

  of(arn: string): readonly RoleName[] {
    return [...(this.#roles.get(arn)?.values() ?? [])];
  }

  add(arn: string, role: RoleName): void {
    const roles = this.#roles.get(arn) ?? new Map<string, RoleName>();
    this.#roles.set(arn, roles.set(`${role.accountId}/${role.roleName}`, role));
  }

  delete(arn: string): void {
    this.#roles.delete(arn);
  }
}

/** The user or role that a request is about. @param newName the parameter with a user's new name, which counts if it is given */
async function principalOf(
  { operation, input, caller }: CallerRequest,
  iamOf: IamOf,
  newName?: string,
): Promise<Named | undefined> {
  const iam = iamOf(caller.accountId);
  if (operation === "DeleteRole") {
    const found = await orUndefined(iam.send(new GetRoleCommand({ RoleName: stringOf(input, "RoleName") })));
    return named(found?.Role?.Arn, found?.Role?.RoleId);
  }
  const UserName = (newName === undefined ? undefined : stringOf(input, newName)) ?? stringOf(input, "UserName");
  const found = await orUndefined(iam.send(new GetUserCommand({ UserName })));
  return named(found?.User?.Arn, found?.User && userIdOf(found.User.UserId));
}

function named(arn: string | undefined, id: string | undefined): Named | undefined {
  return arn === undefined || id === undefined ? undefined : { arn, id };
}

/** @throws AwsError MalformedPolicyDocument for a principal that does not exist */
async function checkExist(
  principals: readonly string[],
  iamOf: IamOf,
  accountExists: TrustPoliciesOptions["accountExists"],
): Promise<void> {
  for (const principal of principals) {
    const [, , , , accountId = "", resource = ""] = principal.split(":");
    const known = resource !== "root" && accountExists(accountId);
    if (isUniqueId(principal) || (known && !(await principalExists(iamOf, roleOfSession(principal))))) {
      throw malformedPolicy(`Invalid principal in policy: "AWS":"${principal}"`);
    }
  }
}

/** The ARNs and unique ids in a trust policy. @throws AwsError MalformedPolicyDocument */
function namedPrincipals(json: string): string[] {
  return orMalformed(() => parseTrustPolicy(json))
    .statements.flatMap(({ principals }) => principals.aws)
    .filter((principal) => principal.startsWith("arn:") || isUniqueId(principal));
}

/** `arn:aws:sts::…:assumed-role/name/session` is valid if the role exists. That ARN does not contain the role's path. */
function roleOfSession(arn: string): string {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  return session === null ? arn : `arn:${session[1] ?? ""}:iam::${session[2] ?? ""}:role/${session[3] ?? ""}`;
}
