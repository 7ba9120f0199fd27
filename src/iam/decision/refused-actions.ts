/** What a role may not do of what it is meant to do, as far as its policies tell without a request. */
import { decideIdentity } from "./decide";
import type { PolicyDocument } from "./policy";

/** Actions on resources, as statements have them: both may be patterns. */
export interface MeantToDo {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

interface RolePolicyDocuments {
  readonly identity: readonly PolicyDocument[];
  /** Undefined: nothing limits the role. */
  readonly boundary: PolicyDocument | undefined;
}

/** Each action once, sorted. @param arn the role's */
export function refusedActions(
  arn: string,
  meant: readonly MeantToDo[],
  { identity, boundary }: RolePolicyDocuments,
): readonly string[] {
  const named = (document: PolicyDocument) => ({ name: "policy", document: withoutConditions(document) });
  const sessionArn = arn.replace(":iam:", ":sts:").replace(/:role\/.*\//, ":assumed-role/");
  const accountId = arn.split(":")[4] ?? "";
  const principal = { kind: "role-session", roleArn: arn, sessionArn, accountId } as const;
  const policies = {
    identityPolicies: identity.map(named),
    ...(boundary === undefined ? {} : { permissionsBoundary: named(boundary) }),
  };
  const refused = meant.flatMap(({ actions, resources }) =>
    actions.filter((action) =>
      resources.some(
        (resource) => decideIdentity({ principal, action, resource, context: {} }, policies).outcome !== "allowed",
      ),
    ),
  );
  return [...new Set(refused)].sort();
}

/** Whether conditions are met shows only in an execution: an Allow is taken to apply, and a Deny not to. */
function withoutConditions(document: PolicyDocument): PolicyDocument {
  return {
    ...document,
    statements: document.statements
      .filter(({ effect, conditions }) => effect === "Allow" || conditions.length === 0)
      .map((statement) => ({ ...statement, conditions: [] })),
  };
}
