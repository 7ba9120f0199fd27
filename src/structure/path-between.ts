/** Finds a way through a graph of files. */

/**
 * The shortest way from one file to another along imports, both ends included; `undefined` if there is none.
 * `importedBy` gives the files that a file imports.
 */
export function pathBetween(
  importedBy: (file: string) => readonly string[],
  from: string,
  to: string,
): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === to) return stepsTo(file, cameFrom);
    for (const imported of importedBy(file)) {
      if (!cameFrom.has(imported)) cameFrom.set(imported, file);
    }
  }
  return undefined;
}

function stepsTo(end: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const steps: string[] = [];
  for (let file: string | undefined = end; file !== undefined; file = cameFrom.get(file)) steps.unshift(file);
  return steps;
}
