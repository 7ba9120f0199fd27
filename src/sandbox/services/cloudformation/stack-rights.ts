/**
 * CloudFormation makes and deletes what a template says with the rights of the stack's role, or else of the caller. On AWS the stack
 * fails and rolls back; here the request itself is refused, with the same sentence.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
 */
import { arn } from "../../../iam/arn";
import { stackDeletionPermissions, stackPermissions } from "../../../iam/stacks/stack-permissions";
import type { PolicyStatement } from "../../../iam/statements/statement";
import type { Authorizer } from "../../authorization/authorizer";
import type { Principal } from "../../identities/principals";
import { AwsError } from "../../protocol/aws-error";
import { stringOf, stringsOf, type Input } from "../../protocol/input";
import { locationOf } from "../../protocol/location";
import type { CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { xmlText } from "../../protocol/xml";
import { queryRequest } from "./query-request";

const SERVICE = "cloudformation.amazonaws.com";

/** The operations that make or delete resources of a template. */
const DECIDED = new Set(["CreateStack", "UpdateStack", "CreateChangeSet", "ExecuteChangeSet", "DeleteStack"]);

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

export function stackRights(options: StackRightsOptions): ServiceLayer {
  const changeSets = new Map<string, Subject>();
  return async (request, next) => {
    const { operation } = request;
    const subject = DECIDED.has(operation) ? await subjectOf(request, next, changeSets) : undefined;
    if (subject === undefined) return next(request);
    await requireRights(options, request, subject);
    const answer = await next(request);
    if (operation === "CreateChangeSet" && answer.status === 200) changeSets.set(changeSetKey(request), subject);
    return answer;
  };
}

/** What a request makes or deletes. */
interface Subject {
  /** Empty if it cannot be read. */
  readonly template: string;
  /** The stack's own role. */
  readonly roleArn: string | undefined;
}

/** Undefined if there is no such stack, which CloudFormation says itself. */
async function subjectOf(
  request: CallerRequest,
  next: Handler,
  changeSets: ReadonlyMap<string, Subject>,
): Promise<Subject | undefined> {
  const { operation, input } = request;
  if (operation === "ExecuteChangeSet") return changeSets.get(changeSetKey(request));
  const body = stringOf(input, "TemplateBody");
  const url = stringOf(input, "TemplateURL");
  const isKept = operation === "DeleteStack" || stringOf(input, "UsePreviousTemplate") === "true";
  const roleArn = stringOf(input, "RoleARN");
  if (operation === "CreateStack") return { template: url === undefined ? (body ?? "") : "", roleArn };
  const StackName = stringOf(input, "StackName") ?? "";
  const described = roleArn === undefined ? await ask(request, next, "DescribeStacks", { StackName }) : undefined;
  const role = roleArn ?? (described === undefined ? undefined : xmlText(described, "RoleARN"));
  // A template at a URL is not read, and moto prefers it.
  if (url !== undefined) return { template: "", roleArn: role };
  if (body !== undefined || !isKept) return { template: body ?? "", roleArn: role };
  const stored = await ask(request, next, "GetTemplate", { StackName });
  return stored === undefined ? undefined : { template: xmlText(stored, "TemplateBody") ?? "", roleArn: role };
}

/** CloudFormation's answer to a question about the request's stack; undefined if it refuses. */
async function ask(
  request: CallerRequest,
  next: Handler,
  operation: string,
  input: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const answer = await next(queryRequest(request, operation, input));
  return answer.status === 200 ? answer.body.toString() : undefined;
}

function changeSetKey({ caller, region, input }: CallerRequest): string {
  const name = (stringOf(input, "ChangeSetName") ?? "").replace(/^arn:.*:changeSet\/([^/]+)\/.*$/, "$1");
  return [caller.accountId, region, stackNameOf(input), name].join("/");
}

function stackNameOf(input: Input): string {
  return (stringOf(input, "StackName") ?? "*").replace(/^arn:.*:stack\/([^/]+)\/.*$/, "$1");
}

/** @throws AwsError if the stack's role, or else the caller, may not do what the request does to the stack */
async function requireRights(
  { authorizer, assume }: StackRightsOptions,
  request: CallerRequest,
  { template, roleArn }: Subject,
): Promise<void> {
  const { operation, input, caller, region } = request;
  const stackName = stackNameOf(input);
  const principal = roleArn === undefined ? caller : await stackRole(assume, roleArn, stackName, request);
  const location = locationOf(request);
  const { statements, gaps } =
    operation === "DeleteStack"
      ? stackDeletionPermissions(template, stackName, location, stringsOf(input, "RetainResources"))
      : stackPermissions(template, stackName, location);
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
