/** Which rows a search and the chosen statuses keep. */
import { rowName, type Place, type ReportFailure, type ReportStep, type Row } from "./report";
import { placeTone } from "./totals";
import type { Tone } from "./tones";

export interface Filter {
  /** Words and "quoted phrases"; a row has all of them. */
  readonly search: string;
  /** Tones of instances; empty keeps all. */
  readonly tones: ReadonlySet<Tone>;
  /** A row has a step of one of these tones; empty keeps all. */
  readonly stepTones: ReadonlySet<Tone>;
  /** Account id and Region, as `placeKey` writes them. */
  readonly place: string | undefined;
}

export const NO_FILTER: Filter = { search: "", tones: new Set(), stepTones: new Set(), place: undefined };

export function isFiltering({ search, tones, stepTones, place }: Filter): boolean {
  return wordsOf(search).length > 0 || tones.size > 0 || stepTones.size > 0 || place !== undefined;
}

/** Words of a search in lower case. A quote that is not closed reaches to the end. */
export function wordsOf(search: string): readonly string[] {
  return [...search.toLowerCase().matchAll(/"([^"]*)"?|[^\s"]+/g)]
    .map(([word, phrase]) => phrase ?? word)
    .filter((word) => word !== "");
}

export function placeKey({ accountId, region }: Place): string {
  return `${accountId} ${region}`;
}

/** A word that is looked for. */
export interface Needle {
  readonly word: string;
  /** Numbers of the outputs that contain it. */
  readonly outputs: ReadonlySet<number>;
}

export function keepRows(rows: readonly Row[], filter: Filter, needles: readonly Needle[]): readonly Row[] {
  const { tones, stepTones, place } = filter;
  const inputs = needles.map(inputMatcher);
  return rows.filter(
    (row) =>
      (place === undefined || placeKey(row.place) === place) &&
      (tones.size === 0 || tonesOfRow(row).some((tone) => tones.has(tone))) &&
      (stepTones.size === 0 || stepsOf(row).some((step) => stepTones.has(step.tone))) &&
      needles.every((needle, index) => rowHas(row, needle, inputs[index] ?? (() => false))),
  );
}

/** Accounts in which no instance was reached: they have no row, and are kept for themselves. */
export function keepPlaces(places: readonly Place[], filter: Filter, needles: readonly Needle[]): readonly Place[] {
  return places.filter(
    (place) =>
      place.rows.length === 0 &&
      filter.stepTones.size === 0 &&
      (filter.place === undefined || placeKey(place) === filter.place) &&
      (filter.tones.size === 0 || filter.tones.has(placeTone(place))) &&
      needles.every(({ word }) => placeText(place).includes(word)),
  );
}

/** Whether the search finds something in this step. */
export function stepHas(step: ReportStep, { word, outputs }: Needle): boolean {
  return (step.output !== undefined && outputs.has(step.output.output)) || stepText(step).includes(word);
}

/** The tone of the row, and `unread` if something of it could not be read. */
export function tonesOfRow(row: Row): readonly Tone[] {
  return row.unread.length > 0 && row.tone !== "unread" ? [row.tone, "unread"] : [row.tone];
}

function rowHas(row: Row, needle: Needle, inputHas: (json: string) => boolean): boolean {
  if (rowText(row).includes(needle.word)) return true;
  return stepsOf(row).some((step) => stepHas(step, needle) || step.inputs.some(([, json]) => inputHas(json)));
}

function stepsOf(row: Row): readonly ReportStep[] {
  return row.cells.flatMap((cell) => cell?.steps ?? []);
}

/** Inputs are the same on most instances, so each is searched once. */
function inputMatcher({ word }: Needle): (json: string) => boolean {
  const known = new Map<string, boolean>();
  return (json) => {
    const has = known.get(json) ?? json.toLowerCase().includes(word);
    known.set(json, has);
    return has;
  };
}

const rowTexts = new WeakMap<Row, string>();

function rowText(row: Row): string {
  const known = rowTexts.get(row);
  if (known !== undefined) return known;
  const { place, instance, hostName, executionId, status, failure, outputs, unread } = row;
  const text = lower([
    rowName(row),
    instance,
    hostName,
    executionId,
    status,
    ...placeNames(place),
    ...failureTexts(failure),
    ...Object.entries(outputs).flatMap(([name, values]) => [name, ...values]),
    ...unread.flatMap(({ message, reason }) => [message, reason]),
  ]);
  rowTexts.set(row, text);
  return text;
}

function placeText(place: Place): string {
  return lower([
    ...placeNames(place),
    ...place.executions.flatMap(({ executionId, status, failure }) => [executionId, status, ...failureTexts(failure)]),
    ...place.unread.flatMap(({ message, reason }) => [message, reason]),
  ]);
}

function placeNames({ accountId, accountName, organizationalUnit, region }: Place): readonly string[] {
  return [accountId, accountName, organizationalUnit, region];
}

/** Without the names of step and action, which every row has. */
function stepText({ failure, responseCode, response, commandId, loop }: ReportStep): string {
  return lower([responseCode, response, commandId, loop, ...failureTexts(failure)]);
}

function failureTexts(failure: ReportFailure | undefined): readonly (string | undefined)[] {
  return failure === undefined ? [] : [failure.message, failure.cause, failure.type, failure.stage];
}

function lower(texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined)
    .join("\n")
    .toLowerCase();
}
