/** Reads the answers to calls of AWS APIs from a YAML or JSON file: the same data as `api` in a test. */
import { isList, isObject } from "../document/json";
import { quoted } from "../diagnostics/quoted";
import type { ValueProblem } from "../diagnostics/value-problem";
import { readYamlFile } from "../diagnostics/yaml-file";
import { CALL_NAME, nameProblem, type ApiAnswer, type ApiAnswers } from "./api";

const ANSWERS_FILE = {
  name: "file of answers",
  whenMissing: "Check the path; docs/runbooks.md (Test a runbook) shows what such a file looks like.",
  whenNotMap: "Write the name of a call as a key and its response below: `ec2:DescribeInstances:`.",
};

/**
 * @param path absolute path
 * @throws ConfigurationError with every fault of the file, each with line and column
 */
export function readAnswers(path: string): ApiAnswers {
  const file = readYamlFile(path, ANSWERS_FILE);
  const entries = Object.entries(file.content);
  file.refuse(entries.flatMap(([name, answer]) => [...nameFindings(name), ...answerFindings(name, answer)]));
  // A key without a value is an empty response.
  return Object.fromEntries(entries.map(([name, answer]) => [name, (answer ?? {}) as ApiAnswer]));
}

function nameFindings(name: string): readonly ValueProblem[] {
  return CALL_NAME.test(name) ? [] : [{ path: [name], atKey: true, ...nameProblem(name) }];
}

function answerFindings(name: string, answer: unknown): readonly ValueProblem[] {
  if (answer === null || isObject(answer)) return [];
  if (isList(answer) && answer.length > 0 && answer.every(isObject)) return [];
  return [
    {
      path: [name],
      message: `The answer to ${name} is ${quoted(answer)}.`,
      remedy: "A response is a map of its members, as boto3 has them; a list of maps answers one call after the other.",
    },
  ];
}
