/** Reads requests: from a file, and from the options of a command line, which win over the file's. */
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import type { Path } from "../../diagnostics/path";
import { schemaProblems, type FileSchema } from "../../diagnostics/schema-problems";
import type { ValueProblem } from "../../diagnostics/value-problem";
import { readYamlFile, type YamlFileKind } from "../../diagnostics/yaml-file";
import { FORMATS } from "../../fleet/formats";
import { DOCUMENT_VERSION, SHARE } from "./formats";
import type { GivenRequest } from "./resolve";
import { requestJsonSchema, requestSchema, type StartRequest } from "./schema";

const EXPLAINED_IN = "docs/operations.md";

const REQUEST_FILE: YamlFileKind & FileSchema = {
  name: "request file",
  whenMissing: `Check the path; ${EXPLAINED_IN} shows what such a file looks like.`,
  whenNotMap: `Begin with \`runbook:\`; ${EXPLAINED_IN} explains every key.`,
  schema: requestSchema,
  jsonSchema: requestJsonSchema,
  explainedIn: EXPLAINED_IN,
  formats: [...FORMATS, DOCUMENT_VERSION, SHARE],
  quoting: { documentVersion: 'Quote it: "3".', accounts: 'Quote ids: "012345678901".' },
};

/** @param path absolute path. @throws ConfigurationError with every fault of the file, each with line and column */
export function requestFromFile(path: string): GivenRequest {
  const file = readYamlFile(path, REQUEST_FILE);
  file.refuse(schemaProblems(file.content, REQUEST_FILE));
  return { request: requestSchema.parse(file.content), refuse: (problems) => file.refuse(problems) };
}

/** A member of a request that options set, and the option as the user wrote it, for messages. */
export interface GivenOption {
  /** The whole member: `["limits", "maxErrors"]`. An entry of a list has its index. */
  readonly path: Path;
  /** `--account app-dev` */
  readonly text: string;
}

/**
 * A request from options alone, or over a file. A list that options set replaces the file's.
 * @throws ConfigurationError with every value that has the wrong form
 */
export function requestFromOptions(
  request: Partial<StartRequest>,
  options: readonly GivenOption[] = [],
  base?: GivenRequest,
): GivenRequest {
  const refuse = (problems: readonly ValueProblem[]): void => {
    const ofOptions: Problem[] = [];
    const ofFile: ValueProblem[] = [];
    for (const problem of problems) {
      const place = optionAt(options, problem.path);
      if (place === undefined && base !== undefined) ofFile.push(problem);
      else ofOptions.push({ ...(place !== undefined && { place }), message: problem.message, remedy: problem.remedy });
    }
    if (ofOptions.length > 0) throw new ConfigurationError(...ofOptions);
    base?.refuse(ofFile);
  };
  const merged = {
    ...base?.request,
    ...request,
    parameters: { ...base?.request.parameters, ...request.parameters },
    limits: { ...base?.request.limits, ...request.limits },
  };
  refuse(schemaProblems(merged, REQUEST_FILE));
  return { request: requestSchema.parse(merged), refuse };
}

/** The option that set the value, or something within it. */
function optionAt(options: readonly GivenOption[], path: Path): string | undefined {
  const exact = options.find((option) => startsWith(path, option.path));
  return (exact ?? options.find((option) => path.length > 0 && startsWith(option.path, path)))?.text;
}

function startsWith(path: Path, beginning: Path): boolean {
  return beginning.every((part, index) => path[index] === part);
}
