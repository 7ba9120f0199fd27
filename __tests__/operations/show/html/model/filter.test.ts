/** Which rows the page's filter keeps. */
import {
  keepPlaces,
  keepRows,
  NO_FILTER,
  placeKey,
  wordsOf,
  type Filter,
} from "../../../../../src/operations/show/html/model/filter";
import { rowName } from "../../../../../src/operations/show/html/model/report";
import { smallRun } from "../sample-runs";
import { reportOf } from "./sample-report";

const report = reportOf(smallRun());

/** Names of the rows that a filter keeps. @param outputs numbers of the outputs that contain the words */
function kept(filter: Partial<Filter>, outputs: readonly number[] = []): readonly string[] {
  const all = { ...NO_FILTER, ...filter };
  const needles = wordsOf(all.search).map((word) => ({ word, outputs: new Set(outputs) }));
  return keepRows(report.rows, all, needles).map(rowName);
}

describe("the filter", () => {
  it("keeps everything if nothing is chosen", () => {
    expect(kept({})).toEqual(["web-1", "app-1", "legacy-1"]);
  });

  it("finds names of accounts, ids of instances and messages of failures, in any case", () => {
    expect(kept({ search: "APP-dev" })).toEqual(["web-1"]);
    expect(kept({ search: "i-0fedcba" })).toEqual(["app-1"]);
    expect(kept({ search: "Yum is LOCKED" })).toEqual(["legacy-1"]);
  });

  it("finds inputs, ids of commands and outputs", () => {
    expect(kept({ search: "aws-runshellscript" })).toHaveLength(3);
    expect(kept({ search: "55555555-5555" })).toHaveLength(3);
    expect(kept({ search: "amazon" }, [1])).toEqual(["web-1", "app-1"]);
  });

  it("keeps rows that have all words", () => {
    expect(kept({ search: "app-staging legacy" })).toEqual(["legacy-1"]);
    expect(kept({ search: "app-dev legacy" })).toEqual([]);
  });

  it("keeps rows by status, by status of a step, and by account", () => {
    expect(kept({ tones: new Set(["failed"]) })).toEqual(["legacy-1"]);
    expect(kept({ stepTones: new Set(["success"]) })).toHaveLength(3);
    expect(kept({ place: "333333333333 ap-northeast-1" })).toEqual(["app-1", "legacy-1"]);
  });

  it("keeps an account without instances for its own names and status", () => {
    const names = (filter: Partial<Filter>) =>
      keepPlaces(
        report.places,
        { ...NO_FILTER, ...filter },
        wordsOf(filter.search ?? "").map((word) => ({ word, outputs: new Set() })),
      ).map(({ accountName }) => accountName);
    expect(names({})).toEqual(["app-prod"]);
    expect(names({ search: "fleetbook-reader" })).toEqual(["app-prod"]);
    expect(names({ search: "app-dev" })).toEqual([]);
    expect(names({ tones: new Set(["unread"]) })).toEqual(["app-prod"]);
    expect(names({ tones: new Set(["failed"]) })).toEqual([]);
  });

  it("names an account and Region in one text", () => {
    expect(report.places.map(placeKey)).toContain("444444444444 ap-northeast-1");
  });
});

describe("the words of a search", () => {
  it("are in lower case, and a phrase in quotes is one", () => {
    expect(wordsOf(' Disk  "Is Full" 42')).toEqual(["disk", "is full", "42"]);
  });

  it("reach to the end if a quote is not closed", () => {
    expect(wordsOf('"is full')).toEqual(["is full"]);
  });
});
