/** Systems Manager: documents, executions, associations, parameters, settings and nodes. (Service Authorization Reference, "AWS Systems Manager") */
import { definitionArn, documentArn } from "../../../iam/resources/documents";
import { parameterArn } from "../../../iam/resources/parameters";
import { arn } from "../../../iam/arn";
import { hasResources } from "../../../iam/resources/every-resource";
import type { Call } from "../call";
import { objectsOf, stringOf, stringsOf } from "../../protocol/input";
import { onEverything, type RequiredPermission, type ServicePermissions } from "../required-permission";
import type { Tags } from "../resource-facts";

/** `ResourceType` of the calls for tags → the kind in ARNs. */
const TAGGED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Association: "association",
    Automation: "automation-execution",
    Document: "document",
    MaintenanceWindow: "maintenancewindow",
    ManagedInstance: "managed-instance",
    OpsItem: "opsitem",
    Parameter: "parameter",
    PatchBaseline: "patchbaseline",
  }),
);

export const ssmPermissions: ServicePermissions = (call, action) => {
  const operation = call.operation ?? "";
  if (!hasResources(action)) return [onEverything(action)];
  if (operation === "SendCommand") return sendCommand(call, action);
  const resources = resourcesOf(call, operation);
  return resources.length === 0 ? [onEverything(action)] : resources.map((resource) => ({ action, resource }));
};

function resourcesOf(call: Call, operation: string): readonly string[] {
  const { input, location } = call;
  const own = (kind: string, ids: readonly string[]) => ids.map((id) => arn(location, "ssm", `${kind}/${id}`));
  if (/TagsToResource$|TagsFromResource$|^ListTagsForResource$/.test(operation)) {
    const kind = TAGGED.get(stringOf(input, "ResourceType") ?? "");
    const id = stringOf(input, "ResourceId");
    if (kind === undefined || id === undefined) return [];
    return kind === "parameter" ? [parameterArn(location, id)] : own(kind, [id]);
  }
  if (operation.endsWith("ServiceSetting")) {
    return stringsOf(input, "SettingId").map((id) =>
      id.startsWith("arn:") ? id : arn(location, "ssm", `servicesetting/${id.replace(/^\//, "")}`),
    );
  }
  if (operation === "StartAutomationExecution") return definitionArns(call);
  if (/Automation(Step)?Execution|AutomationSignal/.test(operation)) {
    return own("automation-execution", stringsOf(input, "AutomationExecutionId"));
  }
  if (operation === "CreateAssociationBatch") {
    return objectsOf(input, "Entries").flatMap((entry) =>
      stringsOf(entry, "Name").map((name) => documentArn(location, name)),
    );
  }
  if (/Association/.test(operation)) {
    const associations = own("association", [
      ...stringsOf(input, "AssociationId"),
      ...stringsOf(input, "AssociationIds"),
    ]);
    // Associations are known by their document as well, and what makes or changes one needs leave to use it.
    const usesDocument = associations.length === 0 || operation === "UpdateAssociation";
    return usesDocument ? [...associations, ...documentArns(call)] : associations;
  }
  if (/Parameter/.test(operation)) {
    const path = operation === "GetParametersByPath" ? stringsOf(input, "Path") : [];
    return [...stringsOf(input, "Name"), ...stringsOf(input, "Names"), ...path].map((name) =>
      parameterArn(location, name),
    );
  }
  if (operation.startsWith("DescribeInstancePatch")) {
    return [...stringsOf(input, "InstanceId"), ...stringsOf(input, "InstanceIds")].map((id) => nodeArn(call, id));
  }
  return /Document/.test(operation) ? documentArns(call) : [];
}

/** A managed node's ARN: an EC2 instance, or a machine elsewhere. */
function nodeArn({ location }: Call, id: string): string {
  return id.startsWith("mi-") ? arn(location, "ssm", `managed-instance/${id}`) : arn(location, "ec2", `instance/${id}`);
}

function documentArns(call: Call): readonly string[] {
  const name = documentName(call);
  return name === undefined ? [] : [documentArn(call.location, name)];
}

function definitionArns(call: Call): readonly string[] {
  const name = documentName(call);
  return name === undefined ? [] : [definitionArn(call.location, name, stringOf(call.input, "DocumentVersion"))];
}

function documentName({ input }: Call): string | undefined {
  return stringOf(input, "DocumentName") ?? stringOf(input, "Name");
}

/** The document and every instance. Instances that are chosen by tags have those tags, whichever they are. */
function sendCommand(call: Call, action: string): readonly RequiredPermission[] {
  const { input, location } = call;
  const targets = objectsOf(input, "Targets").map((target) => ({
    key: stringOf(target, "Key") ?? "",
    values: stringsOf(target, "Values"),
  }));
  const ids = [
    ...stringsOf(input, "InstanceIds"),
    ...targets.flatMap(({ key, values }) => (key.toLowerCase() === "instanceids" ? values : [])),
  ];
  return [
    ...documentArns(call).map((resource) => ({ action, resource })),
    ...ids.map((id) => ({ action, resource: nodeArn(call, id) })),
    ...(ids.length > 0 ? [] : chosenTags(targets)).map((tags) => ({
      action,
      resource: arn(location, "ec2", "instance/*"),
      tags,
    })),
  ];
}

/** The tags for each value of each key; several keys hold together. Without a tag, one of instances that have none. */
function chosenTags(targets: readonly { key: string; values: readonly string[] }[]): readonly Tags[] {
  return targets
    .filter(({ key }) => key.startsWith("tag:"))
    .reduce<readonly Tags[]>(
      (chosen, { key, values }) =>
        chosen.flatMap((tags) => values.map((value) => ({ ...tags, [key.slice("tag:".length)]: value }))),
      [{}],
    );
}
