/** Faults of a document's content, as CreateDocument reports them, and the checks that several types of documents share. */
import { pathString, type Path } from "../../../diagnostics/path";
import { isObject } from "../../../document/json";
import { typeFault } from "../../../document/parameters/parameter-values";
import { hasReference, referencesWithin } from "../../../document/references";
import { PARAMETER_TYPES, plainType } from "../../../document/value-types";

/** The content of a document, or a part of it. */
export type Members = Readonly<Record<string, unknown>>;

/** One sentence of AWS, with the place and the remedy. */
export type Fault = string;

export function faultAt(path: Path, sentence: string, remedy: string): Fault {
  return path.length === 0 ? `${sentence} ${remedy}` : `${sentence} ${pathString(path)}: ${remedy}`;
}

/** A value in a message: a string as it is, others as JSON. */
export function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether the schema version is one of those of the document's type. */
export function schemaVersionFaults(content: Members, type: string, versions: readonly string[]): readonly Fault[] {
  const { schemaVersion: version } = content;
  if (typeof version === "string" && versions.includes(version)) return [];
  if (version === undefined) {
    return [faultAt([], 'Missing "schemaVersion" in the document.', `A ${type} document has ${choice(versions)}.`)];
  }
  const sentence = `${shown(version)} is not a valid schema version for ${type} document type.`;
  if (shown(version) === "0.3") {
    return [faultAt(["schemaVersion"], sentence, "It is that of a runbook: pass DocumentType=Automation.")];
  }
  return [faultAt(["schemaVersion"], sentence, `Use the string ${choice(versions)}.`)];
}

export function unknownProperties(content: Members, known: readonly string[]): readonly Fault[] {
  return Object.keys(content)
    .filter((key) => !known.includes(key))
    .map((key) => faultAt([], `Unknown property "${key}".`, `The properties are ${known.join(", ")}.`));
}

/** The definitions of parameters: their names, types and defaults. */
export function parameterFaults({ parameters = {} }: Members): readonly Fault[] {
  if (!isObject(parameters))
    return [faultAt(["parameters"], "Parameters are invalid.", "Use a map from names to definitions.")];
  return Object.entries(parameters).flatMap(([name, definition]) => {
    const path = ["parameters", name];
    if (!/^[a-zA-Z0-9]{1,50}$/.test(name)) {
      return [faultAt(path, `Parameter name "${name}" is not alpha-numeric.`, "Use 1 to 50 letters and digits.")];
    }
    return definitionFaults(path, isObject(definition) ? definition : {});
  });
}

function definitionFaults(path: Path, { type, default: value, interpolationType }: Members): readonly Fault[] {
  if (type === undefined) {
    return [faultAt(path, 'Missing "type" in parameter definition.', `The types are ${PARAMETER_TYPES.join(", ")}.`)];
  }
  const plain = plainType(type);
  if (plain === undefined) {
    const sentence = `Parameter type: ${shown(type)} is invalid.`;
    return [faultAt([...path, "type"], sentence, `Use one of ${PARAMETER_TYPES.join(", ")}.`)];
  }
  const fault = value === undefined || hasReference(value) ? undefined : typeFault(value, plain);
  return [
    ...(fault === undefined
      ? []
      : [faultAt([...path, "default"], `Wrong default value for a "${shown(type)}" parameters.`, fault)]),
    ...(interpolationType === undefined || interpolationType === "ENV_VAR"
      ? []
      : [
          faultAt(
            [...path, "interpolationType"],
            "The interpolation type is invalid.",
            "Use ENV_VAR, or leave it out.",
          ),
        ]),
  ];
}

/** References to parameters that the document does not declare, in these members. */
export function undeclaredReferences(content: Members, members: readonly string[]): readonly Fault[] {
  const { parameters } = content;
  const declared = isObject(parameters) ? parameters : {};
  return members
    .flatMap((member) => referencesWithin(content[member], [member]))
    .filter(({ target }) => target.kind === "parameter" && !Object.hasOwn(declared, target.name))
    .map(({ path, name }) => faultAt(path, `Parameter "${name}" is not declared.`, "Declare it under parameters."));
}

function choice(versions: readonly string[]): string {
  return versions.map((version) => `"${version}"`).join(" or ");
}
