/** The names of the members in AWS's answers: of those that its documentation prints, and of the sandbox's. */

/** Members whose keys are data and not names. */
const MAPS = new Set([
  "AssociationStatusAggregatedCount",
  "Inputs",
  "Outputs",
  "OverriddenParameters",
  "Parameters",
  "Payload",
]);

/** The paths of all members of an answer: `Commands[].CommandId`. */
export function membersOf(answer: unknown, path = ""): readonly string[] {
  if (Array.isArray(answer)) return [...new Set(answer.flatMap((each) => membersOf(each, `${path}[]`)))];
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) => {
    const member = path === "" ? name : `${path}.${name}`;
    return [member, ...(MAPS.has(name) ? [] : membersOf(value, member))];
  });
}

/**
 * The paths of all members that a page of the AWS CLI's examples prints as output. The pages have JSON with missing commas, so
 * this goes by the indentation.
 * @param page reStructuredText of one operation
 */
export function membersPrinted(page: string): readonly string[] {
  const members = new Set<string>();
  for (const [, output = ""] of page.replaceAll("\r", "").matchAll(/^Output:: *\n((?:\n| .*\n?)*)/gm)) {
    const open: { readonly indentation: number; readonly path: string; readonly isMap: boolean }[] = [];
    for (const line of output.split("\n")) {
      const [, spaces = "", name, rest = ""] = /^( *)"(\w+)": ?(.*)$/.exec(line) ?? [];
      if (name === undefined) continue;
      while ((open.at(-1)?.indentation ?? -1) >= spaces.length) open.pop();
      const parent = open.at(-1);
      const path = parent === undefined ? name : `${parent.path}.${name}`;
      if (parent?.isMap !== true) members.add(path);
      const isMap = parent?.isMap === true || MAPS.has(name);
      if (/^[[{]\s*$/.test(rest)) {
        open.push({ indentation: spaces.length, path: rest.startsWith("[") ? `${path}[]` : path, isMap });
      }
    }
  }
  return [...members].sort();
}
