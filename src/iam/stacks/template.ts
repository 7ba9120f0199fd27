/** The resources of a CloudFormation template, in JSON or YAML. */
import { isNode, isScalar, parseDocument, visit } from "yaml";

export interface TemplateResource {
  /** The name in the template. */
  readonly logicalId: string;
  /** `AWS::S3::Bucket` */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What becomes of it when the stack is deleted: `Delete`, `Retain`, … */
  readonly deletionPolicy: string;
}

/** Undefined if the text is no template, or if macros write its resources. */
export function templateResources(text: string): readonly TemplateResource[] | undefined {
  const template = readTemplate(text);
  const { Resources: resources, Transform: transform } = objectOf(template) ?? {};
  const all = Object.entries(objectOf(resources) ?? {});
  if (all.length === 0 || transform !== undefined) return undefined;
  const read = all.map(([logicalId, resource]) => {
    const { Type: type, Properties: properties, DeletionPolicy: deletionPolicy = "Delete" } = objectOf(resource) ?? {};
    if (typeof type !== "string" || typeof deletionPolicy !== "string") return undefined;
    return { logicalId, type, properties: objectOf(properties) ?? {}, deletionPolicy };
  });
  return read.every((resource) => resource !== undefined) ? read : undefined;
}

function readTemplate(text: string): unknown {
  try {
    const document = parseDocument(text, { logLevel: "silent" });
    visit(document, {
      Node(_, node) {
        const name = /^!(\w+)$/.exec(node.tag ?? "")?.[1];
        if (name === undefined) return undefined;
        delete node.tag;
        const value: unknown = isScalar(node) ? node.value : node.toJS(document);
        return document.createNode({ [name === "Ref" ? "Ref" : `Fn::${name}`]: isNode(value) ? null : value });
      },
    });
    return document.errors.length > 0 ? undefined : document.toJS();
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
