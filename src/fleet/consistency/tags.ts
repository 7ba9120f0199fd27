/** Checks of tags: reserved keys, keys that IAM takes for one, and how many there are. */
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, children } from "../draft";
import { once, organizationAccounts } from "./parts";

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

/** IAM ignores the case of a role's tag keys, and refuses both keys. */
export function tagKeysDifferInMoreThanCase(file: Draft): readonly ValueProblem[] {
  const defaults = layersOf(child(file, "defaults"));
  const roles = [
    defaults,
    layersOf(child(file, "managementAccount")),
    ...children(file, "memberAccounts").map((account) => [...defaults, ...layersOf(account)]),
  ];
  return once(roles.flatMap((layers) => layers.flatMap((tags, index) => sameButForCase(tags, layers.slice(0, index)))));
}

/** The maps of tags that the roles of an account get: its own tags, and those of `roles`. */
function layersOf(holder: Draft): readonly Draft[] {
  return [child(holder, "tags"), child(child(holder, "roles"), "tags")];
}

/** @param inherited maps whose keys the tags override if they are written alike */
function sameButForCase(tags: Draft, inherited: readonly Draft[]): readonly ValueProblem[] {
  const own = Object.keys(tags.value);
  return own.flatMap((key, index) => {
    const isOther = (each: string) => each !== key && each.toLowerCase() === key.toLowerCase();
    const earlier = own.slice(0, index).find(isOther);
    const layer = inherited.find(({ value }) => Object.keys(value).some(isOther));
    const other = earlier ?? Object.keys(layer?.value ?? {}).find(isOther);
    if (other === undefined) return [];
    const where = earlier === undefined && layer !== undefined ? ` of ${pathString(layer.path)}` : "";
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
  const defaults = layersOf(child(file, "defaults"));
  const management = child(file, "managementAccount");
  return organizationAccounts(file).flatMap((account) => {
    const own = layersOf(account);
    const layers = account.path[0] === management.path[0] ? own : [...defaults, ...own];
    const count = new Set(layers.flatMap(({ value }) => Object.keys(value))).size;
    if (count <= MOST_TAGS) return [];
    const last = layers.findLast(({ value }) => Object.keys(value).length > 0);
    return [
      {
        path: last?.path ?? account.path,
        atKey: true,
        message: `The roles of ${pathString(account.path)} have ${count} tags with those of the defaults; AWS allows a role ${MOST_TAGS}.`,
        remedy: "Remove some.",
      },
    ];
  });
}
