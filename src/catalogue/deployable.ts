/** Which runbooks may be deployed: those that can be read and in which the rules find no error. */
import { DocumentError, type DocumentProblem } from "../document/errors";
import type { Finding } from "../document/lint/findings";
import { lintEntry, type Catalogue } from "./catalogue";

/**
 * The names of all runbooks, those that cannot be deployed among them. Throws a DocumentError if a TypeScript file cannot
 * be loaded: then nobody knows which runbooks there are.
 */
export function runbookNames({ runbooks, faults }: Catalogue): readonly string[] {
  const unknown = faults.filter(({ name }) => name === undefined);
  if (unknown.length > 0) throw new DocumentError(...unknown);
  return [...new Set([...runbooks.keys(), ...faults.flatMap(({ name }) => name ?? [])])].sort();
}

/** Why the named runbooks cannot be deployed; nothing if they can. What is wrong with others does not matter here. */
export function deploymentProblems(names: ReadonlySet<string>, { runbooks, faults }: Catalogue): DocumentProblem[] {
  return [
    ...faults.filter(({ name }) => name !== undefined && names.has(name)),
    ...[...runbooks.values()]
      .filter(({ name }) => names.has(name))
      .flatMap(lintEntry)
      .filter(({ severity }) => severity === "error")
      .map(problemOf),
  ];
}

/** A finding as a problem; the rule's id stands at the end of the message. */
export function problemOf({ place, message, rule, remedy }: Finding): DocumentProblem {
  return { place, message: `${message} [${rule}]`, remedy };
}
