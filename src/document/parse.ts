/** Reads an Automation document from YAML or JSON text. */
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import type { Path } from "../diagnostics/path";
import { placeAt, readYaml, type Position, type YamlLimits } from "../diagnostics/yaml-text";
import { isObject, type JsonObject } from "./json";

/** A document's content before it is checked, with the way back to the text. */
export interface SourceDocument {
  readonly file: string;
  readonly text: string;
  readonly value: JsonObject;
  /** The position of the key (in a map) or of the item (in a list); undefined if the path leads nowhere. */
  locate(path: Path): Position | undefined;
  /** The same, or the position of the nearest thing around it that is in the text. */
  locateNearest(path: Path): Position;
}

const LIMITS: YamlLimits = {
  // AWS takes 64 KB, which a lint rule checks; what is larger than this is no runbook.
  maxSize: 256 * 1024,
  whenTooLarge: (size) => ({
    message: `The file has ${size} bytes; an SSM document may have 65,536.`,
    remedy: "Check that this is the right file; split a long runbook with aws:executeAutomation.",
  }),
  plain: true,
};

/** Reads the text of one YAML or JSON file. @throws ConfigurationError if it is not an Automation document at all */
export function parseSource(text: string, file: string): SourceDocument {
  const yaml = readYaml(text, file, LIMITS);
  const kindProblem = notAnAutomationDocument(yaml.content);
  if (kindProblem !== undefined) {
    const position = yaml.positionOf(["schemaVersion"], "key");
    throw new ConfigurationError({ place: position === undefined ? file : placeAt(file, position), ...kindProblem });
  }
  return {
    file,
    text,
    value: yaml.content as JsonObject,
    locate: (path) => yaml.positionOf(path, "key"),
    locateNearest: (path) => yaml.nearestPosition(path, "key"),
  };
}

/** Says what the value is instead, where it is no schemaVersion 0.3 document. */
function notAnAutomationDocument(value: unknown): Omit<Problem, "place"> | undefined {
  if (!isObject(value)) {
    const kind = value === null ? "empty" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
    return {
      message: `The file is ${kind}; a runbook is a map with schemaVersion and mainSteps.`,
      remedy: 'Begin the file with schemaVersion: "0.3".',
    };
  }
  const version = value["schemaVersion"];
  if (version === "0.3") return undefined;
  if ("Resources" in value) {
    return {
      message: "The file is a CloudFormation template.",
      remedy: "Put what stands under the document resource's Content into a file of its own.",
    };
  }
  if (version === undefined) {
    return { message: "schemaVersion is missing.", remedy: 'Add schemaVersion: "0.3".' };
  }
  if (version === 0.3) {
    return { message: "schemaVersion is a number; AWS takes the string.", remedy: 'Quote it: schemaVersion: "0.3".' };
  }
  if (typeof version === "string" && ["1.0", "1.2", "2.0", "2.2"].includes(version)) {
    return {
      message: `schemaVersion ${version} is that of a Command, Session or Policy document; a runbook has 0.3.`,
      remedy: "Call a Command document from a runbook with aws:runCommand.",
    };
  }
  return {
    message: `schemaVersion is ${JSON.stringify(version)}; the only one of Automation documents is "0.3".`,
    remedy: 'Write schemaVersion: "0.3".',
  };
}
