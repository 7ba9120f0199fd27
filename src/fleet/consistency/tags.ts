/** Checks of tags: reserved keys, keys that IAM takes for one, and how many there are. */
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, children } from "../draft";
import { organizationAccounts } from "./parts";

export function tagsAreNotReserved(file: Draft): readonly ValueProblem[] {
  const holders = [child(file, "defaults"), ...organizationAccounts(file)];
  const named = holders
    .map((holder) => child(holder, "ec2Targets"))
    .flatMap((targets) => Object.keys(targets.value).map((name) => child(targets, name)));
  return [...holders, ...holders.flatMap((holder) => [child(holder, "ec2Target"), child(holder, "roles")]), ...named]
    .map((holder) => child(holder, "tags"))
    .flatMap((tags) =>
      Object.keys(tags.value)
        .filter((key) => key.toLowerCase().startsWith("aws:"))
        .map((key) => ({
          path: [...tags.path, key],
          atKey: true,
          message: `${pathString(tags.path)} has the key ${quoted(key)}: AWS reserves keys that begin with "aws:".`,
          remedy: "Choose another key.",
        })),
    );
}

/** The tags of an account are those of its roles too. IAM ignores the case of a role's tag keys, and refuses both keys. */
export function tagKeysDifferInMoreThanCase(file: Draft): readonly ValueProblem[] {
  const defaults = child(child(file, "defaults"), "tags");
  const ofMembers = children(file, "memberAccounts").flatMap((account) =>
    sameButForCase(child(account, "tags"), Object.keys(defaults.value)),
  );
  return [
    ...sameButForCase(defaults, []),
    ...sameButForCase(child(child(file, "managementAccount"), "tags"), []),
    ...ofMembers,
  ];
}

/** @param inherited keys of the defaults, which the account's own tags override if they are written alike */
function sameButForCase(tags: Draft, inherited: readonly string[]): readonly ValueProblem[] {
  const own = Object.keys(tags.value);
  return own.flatMap((key, index) => {
    const others = [...inherited, ...own.slice(0, index)];
    const other = others.find((each) => each !== key && each.toLowerCase() === key.toLowerCase());
    if (other === undefined) return [];
    const where = inherited.includes(other) && !own.includes(other) ? " of defaults.tags" : "";
    return [
      {
        path: [...tags.path, key],
        atKey: true,
        message: `${pathString(tags.path)} has the key ${quoted(key)} beside ${quoted(other)}${where}: the account's roles have the same tags, and IAM ignores the case of their keys.`,
        remedy: `Write ${quoted(other)}, or remove one of the two.`,
      },
    ];
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_TAGS = 50;

export function tagsAreNotTooMany(file: Draft): readonly ValueProblem[] {
  const defaults = Object.keys(child(child(file, "defaults"), "tags").value);
  const management = child(file, "managementAccount");
  return organizationAccounts(file).flatMap((account) => {
    const { value, path } = child(account, "tags");
    const inherited = account.path[0] === management.path[0] ? [] : defaults;
    const count = new Set([...inherited, ...Object.keys(value)]).size;
    if (count <= MOST_TAGS) return [];
    return [
      {
        path: Object.keys(value).length > 0 ? path : ["defaults", "tags"],
        atKey: true,
        message: `${pathString(account.path)} has ${count} tags with those of the defaults; AWS allows a role ${MOST_TAGS}.`,
        remedy: "Remove some.",
      },
    ];
  });
}
