/** Folds names that differ in a number: `web-1`, `web-2`, `web-3` are `web-[1-3]`. */

/** The names in their order, those that differ only in their last number folded. Ids of AWS have no such number. */
export function foldNumbers(names: readonly string[]): readonly string[] {
  const series = new Map<string, string[]>();
  for (const name of names) {
    const [, before = name, digits, after = ""] =
      (/^m?i-/.test(name) ? null : /^(.*?)(\d{1,9})(\D*)$/.exec(name)) ?? [];
    const key = digits === undefined ? name : `${before}\0${after}`;
    const members = series.get(key);
    if (members === undefined) series.set(key, [digits ?? ""]);
    else members.push(digits ?? "");
  }
  return [...series].flatMap(([key, digits]) => {
    const [before = "", after] = key.split("\0");
    if (after === undefined) return digits.map(() => before);
    return digits.length === 1 ? [`${before}${digits[0]}${after}`] : [`${before}[${rangesOf(digits)}]${after}`];
  });
}

/** `1,2,3,7` as `1-3,7`; numbers with leading zeros keep them. */
function rangesOf(digits: readonly string[]): string {
  const sorted = [...digits].sort((a, b) => a.length - b.length || Number(a) - Number(b));
  const ranges: [string, string][] = [];
  for (const each of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && Number(each) === Number(last[1]) + 1 && sameForm(last[1], each)) last[1] = each;
    else ranges.push([each, each]);
  }
  return ranges.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(",");
}

/** Whether counting up from one gives the other: `9` and `10`, `09` and `10`, not `9` and `010`. */
function sameForm(one: string, next: string): boolean {
  return one.startsWith("0") || next.startsWith("0") ? one.length === next.length : true;
}
