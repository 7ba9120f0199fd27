/** The resources of Terraform stacks, as their synthesized JSON has them and as their states do. */
import { isObject } from "../../diagnostics/json";
import type { StackResource } from "../../iam/terraform/stack-resource";

type Labelled = StackResource & { readonly address: string };

/** The AWS resources of a stack. @param synthesized the JSON that cdktf writes */
export function synthesizedResources(synthesized: unknown): readonly StackResource[] {
  const root = isObject(synthesized) ? synthesized : {};
  const resources = [...labelled(root["resource"], false), ...labelled(root["data"], true)];
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  return resources.map(({ type, isData, attributes }) => ({
    ...{ type, isData },
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, resolved(value, byAddress)]),
    ),
  }));
}

function labelled(section: unknown, isData: boolean): readonly Labelled[] {
  if (!isObject(section)) return [];
  return Object.entries(section)
    .filter(([type]) => type.startsWith("aws_"))
    .flatMap(([type, named]) =>
      Object.entries(isObject(named) ? named : {}).flatMap(([name, attributes]) =>
        isObject(attributes) ? [{ type, isData, attributes, address: `${type}.${name}` }] : [],
      ),
    );
}

/** The AWS resources that a state says exist. @param state the content of a state file */
export function storedResources(state: unknown): readonly StackResource[] {
  const resources: unknown = isObject(state) ? state["resources"] : undefined;
  if (!Array.isArray(resources)) return [];
  return resources.filter(isObject).flatMap(({ mode, type, instances }) => {
    if (mode !== "managed" || typeof type !== "string" || !type.startsWith("aws_") || !Array.isArray(instances))
      return [];
    return instances
      .filter(isObject)
      .flatMap(({ attributes }) => (isObject(attributes) ? [{ type, isData: false, attributes }] : []));
  });
}

const REFERENCE = /^\$\{(aws_[a-z0-9_]+\.[A-Za-z0-9_-]+)\.([a-z_]+)\}$/;

/** The value that a reference stands for, if the other resource's configuration has it; else the value as it is. */
function resolved(value: unknown, byAddress: ReadonlyMap<string, Labelled>): unknown {
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolved(inner, byAddress)]));
  }
  const [, address = "", attribute = ""] = (typeof value === "string" ? REFERENCE.exec(value) : undefined) ?? [];
  const of = byAddress.get(address)?.attributes;
  // The id and the ARN of what is found by its name are known by the name.
  return of === undefined ? value : (of[attribute] ?? of["name"] ?? of["bucket"] ?? value);
}
