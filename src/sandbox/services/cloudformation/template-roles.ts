/**
 * The roles that a template makes have the policies that it says. moto keeps their inline policies as Python's text, and does not attach
 * the managed ones. What an update changes of a role's policies is not followed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { parse } from "yaml";
import { templateResources, type TemplateResource } from "../../../iam/stacks/template";
import { inlinePolicies } from "../../identities/own-policies";
import { orUndefined, type IamOf } from "../../identities/stored-policies";
import { stringOf, stringsOf } from "../../protocol/input";
import { locationOf } from "../../protocol/location";
import type { CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { xmlText, xmlTexts } from "../../protocol/xml";
import { queryRequest } from "./query-request";
import { templateText } from "./template-text";

export function templateRoles(iamOf: IamOf): ServiceLayer {
  return async (request, next) => {
    const iam = iamOf(request.caller.accountId);
    switch (request.operation) {
      case "CreateStack":
      case "ExecuteChangeSet": {
        const stackName = await stackNameOf(request, next);
        const response = await next(request);
        if (response.status !== 200) return response;
        for (const { name, managedPolicies } of await rolesOf(request, next, stackName)) {
          await mendInlinePolicies(iam, name);
          for (const PolicyArn of managedPolicies) {
            await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
          }
        }
        return response;
      }
      case "DeleteStack": {
        const retained = stringsOf(request.input, "RetainResources");
        const roles = await rolesOf(request, next, stringOf(request.input, "StackName"));
        for (const { name, resource, managedPolicies } of roles) {
          if (resource.deletionPolicy === "Retain" || retained.includes(resource.logicalId)) continue;
          for (const PolicyArn of managedPolicies) {
            await orUndefined(iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn })));
          }
        }
        return next(request);
      }
      default:
        return next(request);
    }
  };
}

interface TemplateRole {
  readonly name: string;
  readonly resource: TemplateResource;
  /** ARNs. */
  readonly managedPolicies: readonly string[];
}

/** A change set may be named by its ARN alone. */
async function stackNameOf(request: CallerRequest, next: Handler): Promise<string | undefined> {
  const { operation, input } = request;
  const ChangeSetName = stringOf(input, "ChangeSetName");
  if (operation !== "ExecuteChangeSet" || ChangeSetName === undefined) return stringOf(input, "StackName");
  const described = await next(queryRequest(request, "DescribeChangeSet", { ChangeSetName }));
  return xmlText(described.body.toString(), "StackName");
}

/** The roles of a stack; none if there is no such stack. */
async function rolesOf(
  request: CallerRequest,
  next: Handler,
  StackName: string | undefined,
): Promise<readonly TemplateRole[]> {
  if (StackName === undefined) return [];
  const asked = async (operation: string): Promise<string> =>
    (await next(queryRequest(request, operation, { StackName }))).body.toString();
  const template = xmlText(await asked("GetTemplate"), "TemplateBody") ?? "";
  const roles = (templateResources(template) ?? []).filter(({ type }) => type === "AWS::IAM::Role");
  if (roles.length === 0) return [];
  const values = new Map([
    ...pseudoParameters(request, StackName),
    ...pairs(await asked("DescribeStacks"), "ParameterKey", "ParameterValue"),
    ...pairs(await asked("DescribeStackResources"), "LogicalResourceId", "PhysicalResourceId"),
  ]);
  return roles.flatMap((resource) => {
    const name = values.get(resource.logicalId);
    const { ManagedPolicyArns: given } = resource.properties;
    // A condition may leave the role out.
    if (name === undefined) return [];
    return {
      name,
      resource,
      managedPolicies: Array.isArray(given) ? given.map((arn) => templateText(arn, values)) : [],
    };
  });
}

function pseudoParameters(request: CallerRequest, stackName: string): readonly (readonly [string, string])[] {
  const { partition, accountId, region } = locationOf(request);
  return [
    ["AWS::Partition", partition],
    ["AWS::AccountId", accountId],
    ["AWS::Region", region],
    ["AWS::StackName", stackName],
  ];
}

function pairs(document: string, key: string, value: string): readonly (readonly [string, string])[] {
  const values = xmlTexts(document, value);
  return xmlTexts(document, key).map((name, index) => [name, values[index] ?? ""]);
}

/** Makes JSON of the policies that moto has taken from a template. */
async function mendInlinePolicies(iam: IAMClient, RoleName: string): Promise<void> {
  for (const [PolicyName, text] of await inlinePolicies(iam, "role", RoleName)) {
    const PolicyDocument = JSON.stringify(pythonValue(text));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
}

/** Reads Python's text of dictionaries, lists, texts and booleans, which is YAML but for dates and for escapes in single quotes. */
function pythonValue(text: string): unknown {
  const yaml = text
    .replace(/datetime\.date\((\d+), (\d+), (\d+)\)/g, (_, ...[year, month, day]: string[]) =>
      JSON.stringify([year, month?.padStart(2, "0"), day?.padStart(2, "0")].join("-")),
    )
    .replace(/'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"/g, (quoted, single?: string) =>
      single === undefined ? quoted : `"${single.replace(/\\'|"/g, (found) => (found === '"' ? '\\"' : "'"))}"`,
    );
  return parse(yaml);
}
