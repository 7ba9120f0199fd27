/** IPv4 ranges in CIDR notation, as numbers that can be compared. */

export interface Range {
  /** First and last address. */
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
  /** The range as AWS writes it: 10.0.0.1/16 is 10.0.0.0/16. */
  readonly text: string;
}

/** Undefined if the string is not an IPv4 range. */
export function parseRange(cidr: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (match === null) return undefined;
  const [prefix = 33, ...bytes] = [Number(match[5]), ...match.slice(1, 5).map(Number)];
  if (prefix > 32 || bytes.some((byte) => byte > 255)) return undefined;
  const size = 2 ** (32 - prefix);
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const first = Math.floor(address / size) * size;
  const text = `${[24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256).join(".")}/${prefix}`;
  return { first, last: first + size - 1, prefix, text };
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlap(one: Range, other: Range): boolean {
  return one.first <= other.last && other.first <= one.last;
}
