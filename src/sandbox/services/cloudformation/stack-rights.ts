/**
 * CloudFormation makes what a template says with the rights of the stack's role, or else of the caller. On AWS the stack fails and
 * rolls back; here the request itself is refused, with the same sentence. What an update that keeps its template needs is not
 * decided, and neither is what the deletion of a stack needs.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
 */
import { arn } from "../../../iam/arn";
import { stackPermissions } from "../../../iam/stacks/stack-permissions";
import type { PolicyStatement } from "../../../iam/statements/statement";
import type { Authorizer } from "../../authorization/authorizer";
import type { Principal } from "../../identities/principals";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import { locationOf } from "../../protocol/location";
import type { CallerRequest, ServiceLayer } from "../../protocol/message";

const SERVICE = "cloudformation.amazonaws.com";

/** The operations that make resources of a template. */
const MAKES = new Set(["CreateStack", "UpdateStack", "CreateChangeSet"]);

/** Condition keys of what a service does with the rights of its caller. */
const VIA = {
  "aws:CalledVia": [SERVICE],
  "aws:CalledViaFirst": SERVICE,
  "aws:CalledViaLast": SERVICE,
  "aws:ViaAWSService": "true",
};

export interface StackRightsOptions {
  readonly authorizer: Pick<Authorizer, "require">;
  /** A session of CloudFormation with a stack's role. @throws AwsError if the role does not trust the service */
  readonly assume: (
    service: string,
    role: { readonly roleArn: string; readonly sessionName: string },
    context: { readonly "aws:SourceAccount": string; readonly "aws:SourceArn": string },
  ) => Promise<{ readonly session: Principal }>;
}

export function stackRights({ authorizer, assume }: StackRightsOptions): ServiceLayer {
  return async (request, next) => {
    const { operation, input, caller, region } = request;
    const body = stringOf(input, "TemplateBody");
    const url = stringOf(input, "TemplateURL");
    const keeps = body === undefined && url === undefined && stringOf(input, "UsePreviousTemplate") === "true";
    if (!MAKES.has(operation) || keeps) return next(request);
    const roleArn = stringOf(input, "RoleARN");
    const stackName = (stringOf(input, "StackName") ?? "*").replace(/^arn:.*:stack\/([^/]+)\/.*$/, "$1");
    const principal = roleArn === undefined ? caller : await stackRole(assume, roleArn, stackName, request);
    // A template at a URL is not read, and moto prefers it.
    const template = url === undefined ? (body ?? "") : "";
    const { statements, gaps } = stackPermissions(template, stackName, locationOf(request));
    const [gap] = gaps;
    if (gap !== undefined) await requireEverything(authorizer, principal, region, gap);
    for (const { actions, resources, conditions } of statements) {
      for (const action of actions) {
        for (const resource of resources) {
          await authorizer.require(principal, action, resource, {
            region,
            extra: { ...(roleArn === undefined && VIA), ...keysOf(conditions, region) },
            service: "cloudformation",
            ...(action === "iam:CreateServiceLinkedRole" && {
              unlessRole: resource.slice(resource.lastIndexOf("/") + 1),
            }),
          });
        }
      }
    }
    return next(request);
  };
}

/** The condition keys of a call for which these conditions were derived. */
function keysOf(conditions: PolicyStatement["conditions"], region: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(conditions ?? {}).flatMap((keys) =>
      Object.entries(keys).map(([key, [value = ""]]) => [key, value.replace(".*.", `.${region}.`)]),
    ),
  );
}

async function stackRole(
  assume: StackRightsOptions["assume"],
  roleArn: string,
  stackName: string,
  { caller, region }: CallerRequest,
): Promise<Principal> {
  const location = locationOf({ caller, region });
  const context = {
    "aws:SourceAccount": location.accountId,
    "aws:SourceArn": arn(location, "cloudformation", `stack/${stackName}/*`),
  };
  try {
    return (await assume(SERVICE, { roleArn, sessionName: "AWSCloudFormation" }, context)).session;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError("ValidationError", `Role ${roleArn} is invalid or cannot be assumed. ${error.message}`);
  }
}

/** Only those who may do everything may make what nobody knows. */
async function requireEverything(
  authorizer: Pick<Authorizer, "require">,
  principal: Principal,
  region: string,
  gap: string,
): Promise<void> {
  try {
    await authorizer.require(principal, "*", "*", { region });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      "NotImplemented",
      `Fleetbook's sandbox cannot decide whether ${principal.arn} may make this stack. ${gap}. Callers who are allowed every action on every resource may make it.`,
      501,
    );
  }
}
