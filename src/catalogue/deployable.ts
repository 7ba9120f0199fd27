/** Which runbooks may be deployed: those that can be read and in which lint finds no errors. */
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import type { Finding } from "../document/lint/findings";
import { lintEntry, type Catalogue } from "./catalogue";

/** Why TypeScript files cannot be loaded. As long as there is one, nobody knows which runbooks there are. */
export function loadProblems({ faults }: Catalogue): readonly Problem[] {
  return faults.filter(({ name }) => name === undefined);
}

/**
 * The names of all runbooks, those that cannot be deployed among them.
 * @throws ConfigurationError if a TypeScript file cannot be loaded
 */
export function runbookNames(catalogue: Catalogue): readonly string[] {
  const problems = loadProblems(catalogue);
  if (problems.length > 0) throw new ConfigurationError(...problems);
  const { runbooks, faults } = catalogue;
  return [...new Set([...runbooks.keys(), ...faults.flatMap(({ name }) => name ?? [])])].sort();
}

/** Why the named runbooks cannot be deployed; nothing if they can. Other runbooks do not matter. */
export function deploymentProblems(names: ReadonlySet<string>, { runbooks, faults }: Catalogue): Problem[] {
  return [
    ...faults.filter(({ name }) => name !== undefined && names.has(name)),
    ...[...runbooks.values()]
      .filter(({ name }) => names.has(name))
      .flatMap((entry) => lintEntry(entry).findings)
      .filter(({ severity }) => severity === "error")
      .map(problemOf),
  ];
}

/** A finding as a problem; the rule's id is at the end of the message. */
export function problemOf({ place, message, rule, remedy }: Finding): Problem {
  return { place, message: `${message} [${rule}]`, remedy };
}
