/** A preview for a terminal. What comes from AWS is shown without control characters. */
import { colorsFor, type Colors } from "../../diagnostics/colors";
import { counted } from "../../diagnostics/counted";
import { printable } from "../../diagnostics/printable";
import { columnsOf, wrapped } from "../../diagnostics/text/width";
import type { Fleet } from "../../fleet/model";
import { findingGroups, uncheckedGroups, type FindingGroup } from "./finding-groups";
import type { Finding, Unchecked } from "./finding";
import { hasTargets, type InstancesAt } from "./instances";
import type { Preview } from "./preview";

export interface ShowOptions {
  readonly colored: boolean;
  /** Columns of the terminal; undefined: lines are as long as they are. */
  readonly columns: number | undefined;
}

/** Rows of the table of accounts, and places of a finding. */
const SHOWN_PLACES = 20;
const SHOWN_WHERE = 6;
const LABEL_WIDTH = 13;

export function showPreview(fleet: Fleet, shown: Preview, options: ShowOptions): string {
  const lines = [
    ...headOf(shown, colorsFor(options.colored)),
    "",
    ...placeRows(fleet, shown),
    "",
    ...factsOf(shown, options),
    "",
    showFindings(fleet, shown, options),
  ];
  return lines.join("\n");
}

/** What would go wrong, and what could not be checked. */
export function showFindings(
  fleet: Fleet,
  { findings, unchecked }: { readonly findings: readonly Finding[]; readonly unchecked: readonly Unchecked[] },
  options: ShowOptions,
): string {
  const colors = colorsFor(options.colored);
  const lines: string[] = [];
  const groups = findingGroups(fleet, findings);
  if (groups.length > 0) lines.push(colors.bold("What would go wrong"));
  else
    lines.push(unchecked.length === 0 ? "Nothing would go wrong." : "Nothing would go wrong in what could be checked.");
  for (const group of groups) lines.push(...findingLines(group, colors, options));
  const unread = uncheckedGroups(fleet, unchecked);
  if (unread.length > 0) lines.push("", colors.bold("Not checked"));
  for (const { what, where, message, remedy } of unread) {
    lines.push(
      ...indented(
        `${what}${where.length === 0 ? "" : ` of ${brief(where)}`}: ${sentence(message)} ${remedy}`,
        2,
        options,
      ),
    );
  }
  return lines.join("\n");
}

function headOf({ request, documentVersion, places }: Preview, { bold }: Colors): readonly string[] {
  const accounts = new Set(places.map(({ place }) => place.account.id)).size;
  const regions = new Set(places.map(({ place }) => place.region)).size;
  const version =
    documentVersion === undefined
      ? ""
      : `, version ${printable(documentVersion)}${request.documentVersion === undefined ? " (default)" : ""}`;
  const what = hasTargets(request) ? `: ${instancesText(places)}` : ", once in each";
  return [
    `${bold(printable(request.documentName))}${version}, in ${counted(accounts, "account")} and ${counted(regions, "Region")}${what}`,
  ];
}

function instancesText(places: readonly InstancesAt[]): string {
  const known = places.flatMap(({ instances }) => (instances === undefined ? [] : [instances.length]));
  const count = counted(
    known.reduce((sum, each) => sum + each, 0),
    "instance",
  );
  if (known.length === places.length) return count;
  return known.length === 0
    ? "instances not known"
    : `${count} and those of ${places.length - known.length} places that are not known`;
}

function placeRows(fleet: Fleet, { places, request }: Preview): readonly string[] {
  const units = new Map(fleet.organization.organizationalUnits.map(({ id, path }) => [id, path]));
  const rows = places
    .slice(0, SHOWN_PLACES)
    .map(({ place: { account, region }, instances }) => [
      account.name,
      units.get(account.parentId) ?? "(root)",
      region,
      ...(hasTargets(request) ? [instances === undefined ? "not known" : String(instances.length)] : []),
    ]);
  const table = [["account", "unit", "Region", ...(hasTargets(request) ? ["instances"] : [])], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => columnsOf(row[column] ?? ""))));
  const lines = table.map((row) =>
    `  ${row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - columnsOf(cell))).join("  ")}`.trimEnd(),
  );
  const more = places.length - SHOWN_PLACES;
  return more > 0 ? [...lines, `  and ${more} more (--json has all)`] : lines;
}

function factsOf(shown: Preview, options: ShowOptions): readonly string[] {
  const { untouched, unlisted, fromOrganizations, executionPreview, parts } = shown;
  const facts: (readonly [string, string])[] = [
    [
      "Accounts",
      fromOrganizations
        ? `from fleet.yaml, compared with AWS Organizations${unlisted.length === 0 ? "" : `; not in fleet.yaml, and so not touched: ${unlisted.join(", ")}`}`
        : "from fleet.yaml alone: AWS Organizations could not be asked",
    ],
    ...(untouched.length === 0 ? [] : [["Not touched", brief(untouched.map(({ name }) => name))] as const]),
    ["At a time", limitsText(shown)],
    ["Takes", durationText(shown)],
    ["Costs", costText(shown)],
    ...(executionPreview === undefined ? [] : [["AWS's preview", awsText(executionPreview)] as const]),
    ...(parts > 1
      ? [["Parts", `${parts} calls of StartAutomationExecution, as one run; AWS's preview is of the first`] as const]
      : []),
  ];
  return facts.flatMap(([label, text]) => {
    const lines = indented(printable(text), LABEL_WIDTH + 2, options);
    return [`${label.padEnd(LABEL_WIDTH)}  ${(lines[0] ?? "").trimStart()}`, ...lines.slice(1)];
  });
}

function limitsText({ request: { limits }, places, duration }: Preview): string {
  const most = duration && `at most ${duration.placesAtOnce} of ${counted(places.length, "place")}`;
  const instances = duration?.instancesAtOnce;
  const own = instances === undefined ? "" : `, ${counted(instances, "instance")} in each`;
  return `${most === undefined ? "" : `${most}${own} `}(--account-concurrency ${limits.accountConcurrency}, --max-concurrency ${limits.maxConcurrency}; stops after errors: --account-errors ${limits.accountErrors}, --max-errors ${limits.maxErrors})`;
}

function durationText({ duration, unbounded }: Preview): string {
  if (duration === undefined) return "not known without the instances";
  const { leastSeconds, mostSeconds, rounds } = duration;
  const least = leastSeconds === 0 ? "" : `at least ${time(leastSeconds)}, `;
  const most =
    mostSeconds === undefined
      ? `no longest time: ${unbounded ?? "it is not bounded."}`
      : `at most ${time(mostSeconds)}`;
  return `${least}${most}${rounds > 1 ? ` (${rounds} rounds in the largest place)` : ""}`;
}

function costText({ cost }: Preview): string {
  if (cost === undefined) return "not known without the instances";
  const { least, most, leastSteps, mostSteps, pricePerStep, pricesAsOf } = cost;
  const steps =
    mostSteps === undefined || mostSteps === leastSteps ? String(leastSteps) : `${leastSteps} to ${mostSteps}`;
  const dollars = most === undefined ? `at least $${least.toFixed(3)}` : `$${least.toFixed(3)} to $${most.toFixed(3)}`;
  return `${dollars}: ${steps} steps at $${pricePerStep} (AWS's prices of ${pricesAsOf})`;
}

function awsText({ status, message, steps, targets, accounts }: NonNullable<Preview["executionPreview"]>): string {
  const kinds = Object.entries(steps).map(([kind, count]) => `${count} ${kind}`);
  return [
    status,
    ...(kinds.length === 0 ? [] : [`steps: ${kinds.join(", ")}`]),
    ...(accounts === undefined ? [] : [counted(accounts, "account")]),
    ...(targets === undefined ? [] : [counted(targets, "target")]),
    ...(message === undefined || message === "" ? [] : [message]),
  ].join("; ");
}

function findingLines(group: FindingGroup, colors: Colors, options: ShowOptions): readonly string[] {
  const { severity, cause, where, message, remedy, commands } = group;
  const mark = severity === "error" ? colors.red("error") : colors.yellow("warning");
  return [
    `  ${mark} ${cause}${where.length === 0 ? "" : `: ${printable(brief(where))}`}`,
    ...indented(printable(message), 4, options),
    ...indented(printable(remedy), 4, options),
    // A command stays on one line, so that it can be copied.
    ...commands.slice(0, SHOWN_WHERE).map((command) => `    $ ${printable(command)}`),
    ...(commands.length > SHOWN_WHERE ? [`    and ${commands.length - SHOWN_WHERE} more (--json has all)`] : []),
  ];
}

function brief(names: readonly string[]): string {
  const more = names.length - SHOWN_WHERE;
  return `${names.slice(0, SHOWN_WHERE).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function indented(text: string, indent: number, { columns }: ShowOptions): readonly string[] {
  const lines = columns === undefined ? [text] : wrapped(text, columns - indent);
  return lines.map((line) => " ".repeat(indent) + printable(line));
}

/** `45 s`, `12 min`, `3 h 20 min`. */
function time(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
}
