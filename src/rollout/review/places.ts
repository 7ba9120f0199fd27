/** Where something changes, and changes that are equal but for their account and Region as one. */
import { foldNumbers } from "../../diagnostics/text/fold-numbers";
import { groupBy } from "../../diagnostics/group-by";

/** One resource in one account and Region. */
export interface Place {
  readonly stack: string;
  readonly account: { readonly id: string; readonly name: string };
  /** Undefined if the resource has none, or if it is not known. */
  readonly region?: string;
  /** Terraform's address. */
  readonly address: string;
}

/** An account as `where` names it. */
export interface ReviewedAccount {
  readonly id: string;
  readonly name: string;
  /** Path of its organizational unit: `workloads/production`; empty: directly below the root. */
  readonly organizationalUnit: string;
}

/** Something that is equal in all of its places. */
export interface Grouped {
  readonly places: readonly Place[];
  /** The places for people: `all 50 accounts`, `OU workloads (all 12), app-[1-3]`. */
  readonly where: string;
}

/** Names of accounts that `where` lists; more are counted. */
const LISTED = 30;

const REGION = "<region>";
const ACCOUNT_ID = "<account id>";

/**
 * Findings that differ only in the id of their own account and in their own Region are one. Its texts then have `<account id>` and
 * `<region>` in place of what differs. An id of another account is never replaced.
 */
export function grouped<T extends object>(
  findings: readonly (T & { readonly place: Place })[],
  accounts: readonly ReviewedAccount[],
): readonly (T & Grouped)[] {
  const texts = findings.map(({ place, ...content }) => ({ place, text: JSON.stringify(content) }));
  const groups = groupBy(texts, ({ place, text }) => general(text, place, true));
  return [...groups.values()].map((members) => {
    const [first] = members as [(typeof members)[number]];
    const ids = new Set(members.map(({ place }) => place.account.id));
    const text = members.every((member) => member.text === first.text)
      ? first.text
      : general(first.text, first.place, ids.size > 1);
    const places = members.map(({ place }) => place);
    return { ...(JSON.parse(text) as T), places, where: whereOf(places, accounts) };
  });
}

function general(text: string, { account, region }: Place, withAccount: boolean): string {
  const isId = /^\d{12}$/.test(account.id);
  const named = withAccount && isId ? text.replace(new RegExp(`(?<!\\d)${account.id}(?!\\d)`, "g"), ACCOUNT_ID) : text;
  if (region === undefined) return named;
  return named
    .replace(new RegExp(`(?<![a-z0-9-])${region}(?![a-z0-9-])|(?<=-)${region}(?![a-z0-9])`, "g"), REGION)
    .replace(new RegExp(`(?<=${REGION}\\w*_)[0-9A-F]{8}(?![0-9A-F])`, "g"), "…");
}

/** The places for people: the whole fleet or whole organizational units where it is all of their accounts, else the accounts. */
export function whereOf(places: readonly Place[], accounts: readonly ReviewedAccount[]): string {
  const names = new Map(places.map(({ account }) => [account.id, account.name]));
  const regions = [...new Set(places.flatMap(({ region }) => region ?? []))].sort();
  const inRegions = regions.length > 1 ? ` (${regions.join(", ")})` : "";
  const [only] = [...names];
  if (only !== undefined && names.size === 1) return `${only[1]} (${only[0]})${inRegions}`;
  if (accounts.length > 1 && accounts.every(({ id }) => names.has(id)))
    return `all ${accounts.length} accounts${inRegions}`;
  const listed = [...wholeUnits(names, accounts), ...foldNumbers([...names.values()])];
  const more = listed.length - LISTED;
  return `${listed.slice(0, LISTED).join(", ")}${more > 0 ? `, and ${more} more` : ""}${inRegions}`;
}

/** Takes the accounts of whole units out of `names`. */
function wholeUnits(names: Map<string, string>, accounts: readonly ReviewedAccount[]): readonly string[] {
  const memberships = accounts.flatMap(({ id, organizationalUnit }) => {
    const parts = organizationalUnit === "" ? [] : organizationalUnit.split("/");
    return parts.map((_, index) => ({ unit: parts.slice(0, index + 1).join("/"), id }));
  });
  const units = [...groupBy(memberships, ({ unit }) => unit)];
  const largestFirst = units.sort(([, one], [, other]) => other.length - one.length);
  return largestFirst.flatMap(([unit, members]) => {
    const ids = members.map(({ id }) => id);
    if (ids.length < 2 || !ids.every((id) => names.has(id))) return [];
    for (const id of ids) names.delete(id);
    return [`OU ${unit} (all ${ids.length})`];
  });
}
