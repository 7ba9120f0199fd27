/**
 * What CloudFormation needs to make the resources of a template and to delete them, with the rights of the stack's role or else of its creator.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
import { arn, iamArn } from "../arn";
import type { Location } from "../location";
import { hasResources, onEveryResource } from "../resources/every-resource";
import { parameterArn } from "../resources/parameters";
import { passRole, type PolicyStatement } from "../statements/statement";
import { createdBy, givenRoles } from "./created-by";
import { deletedBy } from "./deleted-by";
import { templateResources, type TemplateResource } from "./template";
import { impliedStatements } from "../resources/implied-calls";

export interface StackPermissions {
  readonly statements: readonly PolicyStatement[];
  /** What is not known, as the beginning of a sentence. */
  readonly gaps: readonly string[];
}

/** What it takes to make the stack. @param stackName `*` where it is decided at run time */
export function stackPermissions(template: string, stackName: string, location: Location): StackPermissions {
  const resources = templateResources(template);
  if (resources === undefined) return { statements: [], gaps: ["What the template makes cannot be read from it"] };
  const made = { resources, stackName, location };
  return {
    statements: resources.flatMap((resource) => statementsFor(resource, made)),
    gaps: unknown(resources, createdBy, "create"),
  };
}

/** What it takes to delete the stack. @param retained logical ids of resources that stay */
export function stackDeletionPermissions(
  template: string,
  stackName: string,
  location: Location,
  retained: readonly string[] = [],
): StackPermissions {
  const resources = templateResources(template);
  if (resources === undefined) return { statements: [], gaps: ["What the stack has cannot be read from its template"] };
  const deleted = resources.filter(
    ({ logicalId, deletionPolicy }) =>
      !["Retain", "RetainExceptOnCreate"].includes(deletionPolicy) && !retained.includes(logicalId),
  );
  return deletionOf(deleted, { resources, stackName, location });
}

/** What it takes to undo a creation that has failed. A template that cannot be read is the gap of the creation. */
export function rollbackPermissions(template: string, stackName: string, location: Location): StackPermissions {
  const resources = templateResources(template) ?? [];
  const deleted = resources.filter(({ deletionPolicy }) => deletionPolicy !== "Retain");
  return deletionOf(deleted, { resources, stackName, location });
}

function deletionOf(deleted: readonly TemplateResource[], made: Made): StackPermissions {
  return {
    statements: deleted.flatMap((resource) => onResource(resource, deletedBy, made)),
    gaps: unknown(deleted, deletedBy, "delete"),
  };
}

/** The actions that create, or delete, a resource; undefined if they are not known. */
type ActionsOf = (type: string, properties: readonly string[]) => readonly string[] | undefined;

function unknown(resources: readonly TemplateResource[], actionsOf: ActionsOf, verb: string): readonly string[] {
  const types = resources
    .filter(({ type, properties }) => actionsOf(type, Object.keys(properties)) === undefined)
    .map(({ type }) => type);
  return [...new Set(types)].map((type) => `Which IAM actions ${verb} ${type} is not known`);
}

interface Made {
  readonly resources: readonly TemplateResource[];
  readonly stackName: string;
  readonly location: Location;
}

function statementsFor(resource: TemplateResource, made: Made): readonly PolicyStatement[] {
  const { type, properties } = resource;
  return [
    ...onResource(resource, createdBy, made),
    ...(createdBy(type, Object.keys(properties)) ?? []).flatMap((action) =>
      impliedStatements(action, properties, made.location),
    ),
    ...givenRoles(type, properties).map(({ role, service }) => passRole(roleArn(role, made), service)),
  ];
}

function onResource(resource: TemplateResource, actionsOf: ActionsOf, made: Made): readonly PolicyStatement[] {
  const own = arnOf(resource, made);
  return (actionsOf(resource.type, Object.keys(resource.properties)) ?? []).map((action) => ({
    ...(own !== undefined && hasResources(action) ? { resources: [own] } : onEveryResource(action)),
    actions: [action],
  }));
}

/** How a property names a resource, and the ARN. CloudFormation makes a name of the stack's and the resource's if there is none. */
const NAMED: Readonly<Record<string, readonly [property: string, arnOf: (name: string, at: Location) => string]>> = {
  "AWS::DynamoDB::Table": ["TableName", (name, at) => arn(at, "dynamodb", `table/${name}`)],
  "AWS::IAM::InstanceProfile": ["InstanceProfileName", (name, at) => iamArn(at, `instance-profile/${name}`)],
  "AWS::IAM::ManagedPolicy": ["ManagedPolicyName", (name, at) => iamArn(at, `policy/${name}`)],
  "AWS::IAM::Role": ["RoleName", (name, at) => iamArn(at, `role/${name}`)],
  "AWS::IAM::User": ["UserName", (name, at) => iamArn(at, `user/${name}`)],
  "AWS::Lambda::Function": ["FunctionName", (name, at) => arn(at, "lambda", `function:${name}`)],
  "AWS::S3::Bucket": ["BucketName", (name, at) => `arn:${at.partition}:s3:::${name}`],
  "AWS::SNS::Topic": ["TopicName", (name, at) => arn(at, "sns", name)],
  "AWS::SQS::Queue": ["QueueName", (name, at) => arn(at, "sqs", name)],
  "AWS::SSM::Parameter": ["Name", (name, at) => parameterArn(at, name)],
};

/** Undefined for a type whose ARNs have ids that nobody knows before. */
function arnOf({ type, logicalId, properties }: TemplateResource, { stackName, location }: Made): string | undefined {
  const named = Object.hasOwn(NAMED, type) ? NAMED[type] : undefined;
  if (named === undefined) return undefined;
  const [property, toArn] = named;
  const given = properties[property];
  if (typeof given === "string") return toArn(given, location);
  if (given !== undefined) return toArn("*", location);
  if (type === "AWS::SSM::Parameter") return toArn(`CFN-${logicalId}-*`, location);
  const name = `${stackName}-${logicalId}-*`;
  return toArn(type === "AWS::S3::Bucket" ? name.toLowerCase() : name, location);
}

function roleArn(role: unknown, made: Made): string {
  const known = typeof role === "string" ? role : undefined;
  if (known !== undefined) return known.startsWith("arn:") ? known : iamArn(made.location, `role/${known}`);
  const reference = JSON.stringify(role ?? null);
  const own = made.resources.find(
    ({ type, logicalId }) =>
      type === "AWS::IAM::Role" &&
      [logicalId, `${logicalId}.Arn`].some((name) => reference.includes(JSON.stringify(name))),
  );
  return (own === undefined ? undefined : arnOf(own, made)) ?? iamArn(made.location, "role/*");
}
