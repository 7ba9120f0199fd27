/**
 * Trust policies as IAM keeps them. A policy that names a nonexistent user or role is refused. IAM keeps the unique id of each
 * one that is named, and shows its ARN as long as it exists: of one that has been deleted it shows the id, and another one that
 * is created later under the same name is not trusted. Roles that CloudFormation creates are not followed in this.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { GetRoleCommand, GetUserCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { isUniqueId, parseTrustPolicy } from "../../../iam/decision/policy";
import { orUndefined, principalExists, type IamOf } from "../../identities/stored-policies";
import { userIdOf } from "../../identities/user-ids";
import { stringOf } from "../../protocol/input";
import { malformedPolicy, orMalformed } from "../../protocol/malformed-policy";
import type { CallerRequest, ServiceLayer } from "../../protocol/message";

interface Named {
  readonly arn: string;
  readonly id: string;
}

/** @param accountIds the sandbox's accounts; principals of other accounts are unknown and assumed to exist */
export function trustPolicies(iamOf: IamOf, accountIds: ReadonlySet<string>): ServiceLayer {
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

  return async (request, next) => {
    const { operation, input, caller } = request;
    switch (operation) {
      case "CreateRole":
      case "UpdateAssumeRolePolicy": {
        const document = input[operation === "CreateRole" ? "AssumeRolePolicyDocument" : "PolicyDocument"];
        const named = typeof document === "string" ? namedPrincipals(document) : [];
        await checkExist(named, iamOf, accountIds);
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
async function checkExist(principals: readonly string[], iamOf: IamOf, accountIds: ReadonlySet<string>): Promise<void> {
  for (const principal of principals) {
    const [, , , , accountId = "", resource = ""] = principal.split(":");
    const known = resource !== "root" && accountIds.has(accountId);
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
