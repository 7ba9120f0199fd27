/** The IAM permissions of a step that calls an API by name, as boto3 does. */
import { callActions, isClient } from "../../iam/actions/call-actions";
import { iamArn } from "../../iam/arn";
import { callResources } from "../../iam/resources/call-resources";
import { isPassedRole } from "../../iam/resources/passed-roles";
import type { PolicyStatement } from "../../iam/statements/statement";
import { callOf, text, type StepFacts } from "./step-facts";
import { impliedStatements } from "../../iam/resources/implied-calls";

/** The policy of a step with the inputs Service and Api; empty if the call's IAM action is unknown. */
export function apiPermissions(step: StepFacts): readonly PolicyStatement[] {
  const named = namedCall(step);
  const actions = named === undefined ? undefined : callActions(named.client, named.operation);
  if (named === undefined || actions === undefined) return [];
  const { client } = named;
  const tags = client === "ec2" && step.inputs["TagSpecifications"] !== undefined ? ["ec2:CreateTags"] : [];
  // The action has the operation's name in AWS's spelling.
  const call = callOf(step, actions[0]?.split(":")[1]);
  return [
    ...[...actions, ...tags].flatMap((action) =>
      callResources(action, call).map((scope) => ({ ...scope, actions: [action] })),
    ),
    ...actions.flatMap((action) => impliedStatements(action, call.parameters, step.context)),
    ...(client === "sts" ? [] : passedRoles(step)),
  ];
}

/** Why the step's permissions are unknown, as the beginning of a sentence; undefined if they are known. */
export function apiGap(step: StepFacts): string | undefined {
  const named = namedCall(step);
  if (named === undefined || callActions(named.client, named.operation) !== undefined) return undefined;
  const { client, operation } = named;
  if (`${client}${operation}`.includes("*")) return "Which API is called is decided at run time";
  return isClient(client)
    ? `AWS documents no IAM action for ${operation} of the service ${client}`
    : `boto3 has no service ${client}, as far as Fleetbook knows`;
}

function namedCall(step: StepFacts): { readonly client: string; readonly operation: string } | undefined {
  const { Service: service, Api: api } = step.inputs;
  if (typeof service !== "string" || typeof api !== "string") return undefined;
  return { client: text(step, service).toLowerCase(), operation: text(step, api) };
}

function passedRoles(step: StepFacts): readonly PolicyStatement[] {
  return Object.entries(step.inputs)
    .filter(([name]) => isPassedRole(name))
    .map(([, value]) => {
      const role = text(step, value);
      // Only IAM knows the name of an instance profile's role.
      const isRole = role.startsWith("arn:") && role.includes(":role/");
      return { actions: ["iam:PassRole"], resources: [isRole ? role : iamArn(step.context, "role/*")] };
    });
}
