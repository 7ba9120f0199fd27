/** How the names of CloudFormation's types become those of IAM actions. */
import { iamAction } from "../actions/action-table";

/** The services in the names of types whose IAM prefix is another. */
const PREFIXES: Readonly<Record<string, string>> = {
  applicationautoscaling: "application-autoscaling",
  certificatemanager: "acm",
  efs: "elasticfilesystem",
  elasticloadbalancingv2: "elasticloadbalancing",
  emr: "elasticmapreduce",
  kinesisfirehose: "firehose",
  msk: "kafka",
  opensearchservice: "es",
  stepfunctions: "states",
};

/** IAM's prefix of a service. @param service as in the names of types, in lower case */
export function prefixOf(service: string): string {
  return PREFIXES[service] ?? service;
}

/** `AWS::SQS::Queue` is created by sqs:CreateQueue. Undefined if AWS documents no such action. */
export function byNoun(verb: "Create" | "Delete", type: string): readonly string[] | undefined {
  const [vendor, service = "", noun = "", ...rest] = type.split("::");
  // A nested stack makes what another template says.
  if (vendor !== "AWS" || rest.length > 0 || service === "CloudFormation") return undefined;
  const action = iamAction(`${prefixOf(service.toLowerCase())}:${verb}${noun}`);
  return action === undefined ? undefined : [action.name];
}

/** The actions that these properties need. @param table by type and property */
export function neededBy(
  table: Readonly<Record<string, Readonly<Record<string, string>>>>,
  type: string,
  properties: readonly string[],
): readonly string[] {
  const further = Object.hasOwn(table, type) ? (table[type] ?? {}) : {};
  return properties.flatMap((property) => (Object.hasOwn(further, property) ? (further[property] ?? []) : []));
}
