/** Checks of the organizational units. */
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, stringAt } from "../draft";
import { duplicates, present, units } from "./parts";

export function uniqueOrganizationalUnits(file: Draft): readonly ValueProblem[] {
  const all = units(child(file, "organization"));
  const ids = present(all.map(({ draft }) => stringAt(draft, "id")));
  const paths = all.map(({ draft, names }) => ({ value: names, path: [...draft.path, "name"] }));
  return [
    ...duplicates(ids, "each organizational unit once", "Remove one of the two, or correct its id."),
    ...duplicates(paths, "different names for the units of one parent", "Rename one of the two."),
  ];
}

/** AWS builds a unit's id from the root's: ou-<root's suffix>-<own suffix>. */
export function organizationalUnitsBelongToTheRoot(file: Draft): readonly ValueProblem[] {
  const organization = child(file, "organization");
  const rootId = stringAt(organization, "rootId")?.value;
  if (rootId === undefined || !/^r-[0-9a-z]{4,32}$/.test(rootId)) return [];
  const prefix = `ou-${rootId.slice("r-".length)}-`;
  return present(units(organization).map(({ draft }) => stringAt(draft, "id")))
    .filter((id) => id.value.startsWith("ou-") && !id.value.startsWith(prefix))
    .map((id) => ({
      path: id.path,
      message: `${pathString(id.path)} is ${quoted(id.value)}; expected an id that begins with ${quoted(prefix)}, because the root is ${rootId}.`,
      remedy: "Correct the unit's id or organization.rootId: they belong to different organizations.",
    }));
}
