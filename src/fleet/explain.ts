/** Says of an account whether it is in the fleet, and where each of its settings comes from. */
import { didYouMean } from "../diagnostics/did-you-mean";
import { ConfigurationError } from "../diagnostics/errors";
import { pathString, type Path } from "../diagnostics/path";
import type { Surroundings } from "./consistency/surroundings";
import { namesOf, organizationAccounts } from "./consistency/parts";
import { child, draftOf, stringAt, type Draft } from "./draft";
import type { Expansion } from "./expand/expand";
import { leavesOf, mergedSettings } from "./expand/merge";
import { inWords, selectorsOf } from "./expand/selectors";
import { readFleetFiles, type FleetFiles } from "./load";

/** A setting of an account. */
interface ExplainedSetting {
  /** `tags.project` */
  readonly setting: string;
  readonly value: unknown;
  /** `file:line:column` */
  readonly place: string;
  /** The part of the file that it is in: `defaults`, `settings[2] (the unit workloads)`. */
  readonly part: string;
}

export interface Explanation {
  readonly id: string;
  /** The account's name in the fleet. */
  readonly name: string;
  readonly isInFleet: boolean;
  /** Why the account is in the fleet, or why not. */
  readonly reason: string;
  /** What the files set. What they do not set has its default. */
  readonly settings: readonly ExplainedSetting[];
}

/**
 * @param path absolute path of the fleet file
 * @param account id or name of an account
 * @throws ConfigurationError with every fault of the files, or if they have no such account
 */
export function explainAccount(path: string, surroundings: Surroundings, account: string): Explanation {
  const files = readFleetFiles(path, surroundings);
  const file = draftOf(files.file.content);
  const explained =
    managementAccount(file, account) ??
    (files.expanded === undefined ? listed(file, account) : selected(files.expanded.expansion, file, account));
  if (explained === undefined) throw new ConfigurationError(unknown(files, account));
  const { layers, ...facts } = explained;
  const parts = new Map(layers.map(({ draft, part }) => [pathString(draft.path), part]));
  const settings = leavesOf(mergedSettings(layers.map(({ draft }) => draft))).filter(
    ({ path: key }) => !NOT_SETTINGS.has(String(key[0])),
  );
  const places = placesOf(
    files,
    settings.map(({ from }) => from),
  );
  return {
    ...facts,
    settings: settings.map(({ path: key, value, from }, index) => ({
      ...{ setting: pathString(key), value, place: places[index] ?? "" },
      part: [...parts].find(([start]) => pathString(from).startsWith(start))?.[1] ?? "",
    })),
  };
}

/** What is said of an account otherwise. */
const NOT_SETTINGS = new Set(["id", "name", "ou", "for"]);

interface Explained extends Omit<Explanation, "settings"> {
  /** The farthest first. */
  readonly layers: readonly { readonly draft: Draft; readonly part: string }[];
}

function managementAccount(file: Draft, wanted: string): Explained | undefined {
  const draft = child(file, "managementAccount");
  if (!namesOf(draft).includes(wanted)) return undefined;
  return {
    ...named(draft),
    ...{ isInFleet: true, reason: "it is the management account" },
    layers: [{ draft, part: "managementAccount" }],
  };
}

function listed(file: Draft, wanted: string): Explained | undefined {
  const draft = organizationAccounts(file).find((account) => namesOf(account).includes(wanted));
  if (draft === undefined) return undefined;
  return {
    ...named(draft),
    ...{ isInFleet: true, reason: `${pathString(draft.path)} lists it` },
    layers: [defaults(file), { draft, part: pathString(draft.path) }],
  };
}

function selected({ organization, members }: Expansion, file: Draft, wanted: string): Explained | undefined {
  const [candidate] = organization.named(wanted);
  if (candidate === undefined) return undefined;
  const { id, account } = candidate;
  const fits = (key: "include" | "exclude") =>
    selectorsOf(file, key).find(({ value }) => organization.selects(value)(candidate));
  const [included, excluded] = [fits("include"), fits("exclude")];
  const reason =
    included === undefined
      ? "no entry of include selects it"
      : excluded !== undefined
        ? `${pathString(excluded.path)} leaves it out: ${inWords(excluded.value)}`
        : account.state === "active"
          ? `${pathString(included.path)} selects it: ${inWords(included.value)}`
          : `${pathString(included.path)} selects it, but it is ${account.state}`;
  const entries = members.find((member) => member.id === id)?.entries ?? [];
  return {
    ...{ id, name: account.stack, reason },
    isInFleet: included !== undefined && excluded === undefined && account.state === "active",
    layers: [
      defaults(file),
      ...entries.map(({ settings, for: { value } }) => ({
        draft: settings,
        part: `${pathString(settings.path)} (${inWords(value)})`,
      })),
    ],
  };
}

function defaults(file: Draft) {
  return { draft: child(file, "defaults"), part: "defaults" };
}

function named(account: Draft): { readonly id: string; readonly name: string } {
  return { id: stringAt(account, "id")?.value ?? "", name: stringAt(account, "name")?.value ?? "" };
}

function placesOf({ file }: FleetFiles, paths: readonly Path[]): readonly string[] {
  return paths.map((path) => file.placed([{ path, message: "", remedy: "" }])[0]?.place ?? "");
}

function unknown({ content, expanded }: FleetFiles, wanted: string) {
  const names = [
    ...organizationAccounts(draftOf(content)).map((account) => named(account).name),
    ...(expanded === undefined
      ? []
      : [...expanded.expansion.organization.members.values()].map(({ account }) => account.stack)),
  ];
  return {
    message: `There is no account ${wanted} in the fleet file${expanded === undefined ? "" : " or the lock file"}.`,
    remedy: didYouMean(wanted, [...new Set(names)], "Use an account's id or its name in the fleet."),
  };
}
