/**
 * SimulatePrincipalPolicy, which moto lacks: whether the policies of a user or role allow actions, decided as the sandbox decides
 * requests. Policies that the request brings along, and resource policies, are not supported.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
import { GetUserCommand } from "@aws-sdk/client-iam";
import { decideIdentity, type PrincipalPolicies } from "../../../iam/decision/decide";
import type { Principal, RequestContext } from "../../../iam/decision/request";
import { findRole, orUndefined, rolePolicies, userPolicies, type IamOf } from "../../identities/stored-policies";
import type { UserBoundaries } from "../../identities/user-boundaries";
import { userIdOf } from "../../identities/user-ids";
import { AwsError } from "../../protocol/aws-error";
import { objectsOf, stringOf, stringsOf } from "../../protocol/input";
import type { CallerRequest, ServiceLayer } from "../../protocol/message";
import { requestId, xmlEscape, xmlResponse } from "../../protocol/xml";

const NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";
const UNSUPPORTED = ["PolicyInputList", "PermissionsBoundaryPolicyInputList", "ResourcePolicy", "CallerArn"];

export function simulatePrincipalPolicy(iamOf: IamOf, boundaries: UserBoundaries): ServiceLayer {
  return async (request, next) => {
    if (request.operation !== "SimulatePrincipalPolicy") return next(request);
    const unsupported = UNSUPPORTED.find((member) => request.input[member] !== undefined);
    if (unsupported !== undefined) {
      throw new AwsError("NotImplemented", `Fleetbook's sandbox does not simulate policies with ${unsupported}.`, 501);
    }
    const { principal, policies } = await simulated(iamOf, boundaries, request);
    const actions = stringsOf(request.input, "ActionNames");
    if (actions.length === 0) throw new AwsError("ValidationError", "ActionNames must not be empty.");
    const resources = stringsOf(request.input, "ResourceArns");
    const context = contextOf(request);
    const results = actions.flatMap((action) =>
      (resources.length === 0 ? ["*"] : resources).map((resource) => {
        const { outcome } = decideIdentity({ principal, action, resource, context }, policies);
        const decision = { allowed: "allowed", denied: "explicitDeny", "not-allowed": "implicitDeny" }[outcome];
        return member({ EvalActionName: action, EvalResourceName: resource, EvalDecision: decision });
      }),
    );
    return xmlResponse(
      200,
      `<SimulatePrincipalPolicyResponse xmlns="${NAMESPACE}"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>` +
        `<EvaluationResults>${results.join("")}</EvaluationResults></SimulatePrincipalPolicyResult>` +
        `<ResponseMetadata><RequestId>${requestId()}</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>`,
    );
  };
}

function member(facts: Readonly<Record<string, string>>): string {
  const elements = Object.entries(facts).map(([name, text]) => `<${name}>${xmlEscape(text)}</${name}>`);
  return `<member>${elements.join("")}<MatchedStatements/><MissingContextValues/></member>`;
}

interface Simulated {
  readonly principal: Principal;
  readonly policies: PrincipalPolicies;
}

/** @throws AwsError NoSuchEntity also for a principal of another account */
async function simulated(
  iamOf: IamOf,
  boundaries: UserBoundaries,
  { caller, input }: CallerRequest,
): Promise<Simulated> {
  const arn = stringOf(input, "PolicySourceArn") ?? "";
  const [, partition = "", accountId = "", kind, name = ""] =
    /^arn:([^:]+):iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (kind === undefined)
    throw new AwsError("InvalidInput", `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  const found = accountId === caller.accountId ? await policiesOf() : undefined;
  if (found === undefined) throw new AwsError("NoSuchEntity", `${arn} cannot be found.`, 404);
  return found;

  async function policiesOf(): Promise<Simulated | undefined> {
    if (kind === "user") {
      const user = await orUndefined(iamOf(accountId).send(new GetUserCommand({ UserName: name })));
      if (user?.User?.Arn !== arn) return undefined;
      const userId = userIdOf(user.User.UserId);
      const policies = await userPolicies(iamOf, boundaries, { type: "User", accountId, arn, userName: name, userId });
      return { principal: { kind: "user", arn, accountId }, policies };
    }
    if ((await findRole(iamOf, arn)) === undefined) return undefined;
    const sessionArn = `arn:${partition}:sts::${accountId}:assumed-role/${name}/simulation`;
    return {
      principal: { kind: "role-session", roleArn: arn, sessionArn, accountId },
      policies: await rolePolicies(iamOf, { accountId, roleName: name }),
    };
  }
}

function contextOf({ input }: CallerRequest): RequestContext {
  return Object.fromEntries(
    objectsOf(input, "ContextEntries").map((entry) => [
      stringOf(entry, "ContextKeyName") ?? "",
      stringsOf(entry, "ContextKeyValues"),
    ]),
  );
}
