/** Reads an Automation document from a YAML or JSON file. */
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import type { Path } from "../diagnostics/path";
import { placeAt, readYaml, type Position, type YamlLimits } from "../diagnostics/yaml-text";
import { isObject, type JsonObject } from "./json";
import type { TextFacts } from "./view";

/** A document's content before it is checked, with the positions of its parts in the file. */
export interface SourceDocument {
  readonly file: string;
  readonly text: string;
  readonly value: JsonObject;
  /** The position of the key (in a map) or of the item (in a list); undefined if there is nothing at the path. */
  locate(path: Path): Position | undefined;
  /** The same position, or that of the innermost value around the path that is in the file. */
  locateNearest(path: Path): Position;
  /** What the text has and its content does not show. */
  facts(): TextFacts;
}

const LIMITS: YamlLimits = {
  // AWS accepts 64 KB, which a lint rule checks. A file larger than this limit is not a runbook.
  maxSize: 256 * 1024,
  whenTooLarge: (size) => ({
    message: `The file has ${size} bytes; an SSM document may have 65,536.`,
    remedy: "Check that this is the right file; split a long runbook with aws:executeAutomation.",
  }),
  plain: true,
};

/** @throws ConfigurationError if the file is not an Automation document of schemaVersion 0.3 */
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
    facts: () => ({
      comments: yaml.comments(),
      repeatedKeys: yaml.repeatedKeys(),
      linesWithoutIndent: yaml.linesWithoutIndent,
    }),
  };
}

/** The problem of a value that is not a document of schemaVersion 0.3; undefined if it is one. */
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
      remedy: "Put the Content of the AWS::SSM::Document resource into a file of its own.",
    };
  }
  if (version === undefined) {
    return { message: "schemaVersion is missing.", remedy: 'Add schemaVersion: "0.3".' };
  }
  if (version === 0.3) {
    return { message: "schemaVersion is a number; AWS requires a string.", remedy: 'Quote it: schemaVersion: "0.3".' };
  }
  if (typeof version === "string" && ["1.0", "1.2", "2.0", "2.2"].includes(version)) {
    return {
      message: `Expected schemaVersion 0.3, found ${version}, the version of a Command, Session or Policy document.`,
      remedy: "Call a Command document from a runbook with aws:runCommand.",
    };
  }
  return {
    message: `Expected schemaVersion "0.3", found ${JSON.stringify(version)}.`,
    remedy: 'Write schemaVersion: "0.3".',
  };
}
