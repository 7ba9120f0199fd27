/**
 * The request to decide: a principal, an action, a resource, and the request's condition keys.
 */

export type Principal =
  | { readonly kind: "user"; readonly arn: string; readonly accountId: string }
  | {
      readonly kind: "role-session";
      /** ARN of the role, including its path. */
      readonly roleArn: string;
      /** `arn:aws:sts::111111111111:assumed-role/<role name>/<session name>` */
      readonly sessionArn: string;
      readonly accountId: string;
    }
  | { readonly kind: "root"; readonly arn: string; readonly accountId: string }
  /** `ssm.amazonaws.com` */
  | { readonly kind: "service"; readonly name: string }
  /** Somebody whose token an OIDC provider has issued. */
  | { readonly kind: "web-identity"; readonly providerArn: string; readonly subject: string };

/** Condition keys and their values. Keys are not case-sensitive. A list is a multivalued key. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

export interface Request {
  readonly principal: Principal;
  /** `sts:AssumeRole` */
  readonly action: string;
  /** ARN, or `*` for an action that has no resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

/**
 * The keys that can have several values in one request. A condition on them needs `ForAllValues` or `ForAnyValue`, however many
 * values the request has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const MULTIVALUED: ReadonlySet<string> = new Set([
  "aws:calledvia",
  "aws:principalorgpaths",
  "aws:principalservicenameslist",
  "aws:resourceorgpaths",
  "aws:sourceorgpaths",
  "aws:tagkeys",
  "sts:transitivetagkeys",
]);

/** @param key as written: keys are not case-sensitive */
export function isMultivalued(key: string): boolean {
  return MULTIVALUED.has(key.toLowerCase());
}

/** The condition keys of a request that have a value, with names in lower case. */
export type ConditionKeys = ReadonlyMap<string, readonly string[]>;

/** The principal as AWS's messages name it: its ARN, or the name of the service. */
export function principalName(principal: Principal): string {
  switch (principal.kind) {
    case "user":
    case "root":
      return principal.arn;
    case "role-session":
      return principal.sessionArn;
    case "service":
      return principal.name;
    case "web-identity":
      return `${principal.subject} of ${principal.providerArn}`;
  }
}

/**
 * The condition keys of a request: those that follow from the principal, overridden by those of the context.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function conditionKeys(request: Request): ConditionKeys {
  const entries = [...Object.entries(principalKeys(request.principal)), ...Object.entries(request.context)];
  return new Map(
    entries
      .map(([key, values]) => [key.toLowerCase(), [values].flat()] as const)
      .filter(([, values]) => values.length > 0),
  );
}

function principalKeys(principal: Principal): RequestContext {
  if (principal.kind === "service") {
    return {
      "aws:PrincipalIsAWSService": "true",
      "aws:PrincipalServiceName": principal.name,
      "aws:PrincipalServiceNamesList": [principal.name],
    };
  }
  if (principal.kind === "web-identity") return { "aws:FederatedProvider": principal.providerArn };
  const common = { "aws:PrincipalAccount": principal.accountId, "aws:PrincipalIsAWSService": "false" };
  switch (principal.kind) {
    case "user":
      return {
        ...common,
        "aws:PrincipalArn": principal.arn,
        "aws:PrincipalType": "User",
        "aws:username": principal.arn.slice(principal.arn.lastIndexOf("/") + 1),
      };
    case "role-session":
      // AWS: "For IAM roles, the request context returns the ARN of the role, not the ARN of the user that assumed the role."
      return { ...common, "aws:PrincipalArn": principal.roleArn, "aws:PrincipalType": "AssumedRole" };
    case "root":
      return { ...common, "aws:PrincipalArn": principal.arn, "aws:PrincipalType": "Account" };
  }
}
