/** Times, sizes and counts as people read them. */

/** `450 ms`, `12.3 s`, `2 min 5 s`, `1 h 4 min`. @param milliseconds 0 or more */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${part(seconds % 60, "s")}`;
  return `${Math.floor(minutes / 60)} h${part(minutes % 60, "min")}`;
}

/** From start to end; undefined if it has not ended. */
export function tookOf({ start, end }: { readonly start: number | undefined; readonly end: number | undefined }) {
  return start === undefined || end === undefined ? undefined : duration(Math.max(0, end - start));
}

/** `2026-11-29 09:00:10 UTC`. @param time milliseconds since 1970 */
export function utc(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const UNITS = ["bytes", "kB", "MB", "GB"];

/** `512 bytes`, `5.0 MB`. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0
    ? `${bytes} ${bytes === 1 ? "byte" : "bytes"}`
    : `${value.toFixed(value < 10 ? 1 : 0)} ${UNITS[unit]}`;
}

/** `1 instance`, `10,000 instances`. */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

export function number(count: number): string {
  return count.toLocaleString("en-US");
}

function part(value: number, unit: string): string {
  return value === 0 ? "" : ` ${value} ${unit}`;
}
