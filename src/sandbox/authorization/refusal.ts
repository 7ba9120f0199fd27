/** Refusals with AWS's message in the service's error format, followed by the sandbox's own reason. */
import type { IdentityDecision, PolicyKind } from "../../iam/decision/decide";
import { AwsError } from "../protocol/aws-error";

/** A refused action of a caller on a resource. */
export interface Refused {
  /** ARN of the user or session. */
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: Exclude<IdentityDecision, { readonly outcome: "allowed" }>;
  /** Full sentences that explain the refusal. */
  readonly notes: readonly string[];
}

/** AWS's names of the kinds of policies, with their articles. */
const KINDS: Readonly<Record<PolicyKind, { readonly name: string; readonly article: string }>> = {
  "identity-policies": { name: "identity-based policy", article: "an" },
  "permissions-boundary": { name: "permissions boundary", article: "a" },
  "session-policies": { name: "session policy", article: "a" },
};

/** @param service the IAM prefix of the service that answers */
export function refusal(service: string, refused: Refused): AwsError {
  const { who, action, resource, decision, notes } = refused;
  const shown = service === "s3" ? `"${resource}"` : resource;
  // EC2 omits the resource if there is none.
  const on = service === "ec2" && resource === "*" ? "" : ` on resource: ${shown}`;
  const sentence = `User: ${who} is not authorized to perform: ${action}${on} ${because(action, decision)}.`;
  const reasons = decision.outcome === "denied" ? [decision.reason] : decision.refusals.map(({ reason }) => reason);
  return inFormOf(service, [sentence, ...reasons, ...notes].join(" "));
}

/** What is answered to a call whose IAM action is not known. 501, because that is not retried. @param who ARN of the caller */
export function undecided(who: string, call: string, service: string): AwsError {
  return new AwsError(
    "NotImplemented",
    `Fleetbook's sandbox cannot decide whether ${who} may call ${call}: AWS documents no IAM action for it. ` +
      `Callers who are allowed ${service}:* on every resource, and to whom no Deny about ${service} applies, may call it.`,
    501,
  );
}

function because(action: string, decision: Refused["decision"]): string {
  if (decision.outcome === "denied") {
    const { name, article } = KINDS[decision.by];
    return `with an explicit deny in ${article} ${name}`;
  }
  const [first] = decision.refusals;
  return `because no ${KINDS[first?.by ?? "identity-policies"].name} allows the ${action} action`;
}

/** Codes and statuses differ between services. (Each service's API reference, "Common errors") */
function inFormOf(service: string, message: string): AwsError {
  switch (service) {
    case "ec2":
      return new AwsError("UnauthorizedOperation", `You are not authorized to perform this operation. ${message}`, 403);
    case "autoscaling":
    case "cloudformation":
    case "cloudwatch":
    case "elasticloadbalancing":
    case "iam":
    case "rds":
    case "s3":
    case "sts":
      return new AwsError("AccessDenied", message, 403);
    case "sns":
      return new AwsError("AuthorizationError", message, 403);
    case "lambda":
    case "resource-groups":
      return new AwsError("AccessDeniedException", message, 403);
    default:
      return new AwsError("AccessDeniedException", message, 400);
  }
}
