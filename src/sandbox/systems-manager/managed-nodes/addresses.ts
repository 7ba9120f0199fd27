/** IPv4 ranges in CIDR notation. IPv6 is not supported: the agent reaches Systems Manager's endpoints over IPv4. */

/** Every IPv4 address. */
export const ANYWHERE = "0.0.0.0/0";

/** Whether all addresses of `inner` are in `outer`; an address without a prefix length is a range of one address. */
export function containsRange(outer: string, inner: string): boolean {
  const [outerStart, outerLength] = parseRange(outer);
  const [innerStart, innerLength] = parseRange(inner);
  if (outerStart === undefined || innerStart === undefined || outerLength > innerLength) return false;
  const size = 2 ** (32 - outerLength);
  return Math.floor(outerStart / size) === Math.floor(innerStart / size);
}

function parseRange(range: string): readonly [start: number | undefined, prefixLength: number] {
  const [address = "", prefixLength = "32"] = range.split("/");
  const bytes = address.split(".").map(Number);
  const isAddress = bytes.length === 4 && bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);
  return [isAddress ? bytes.reduce((sum, byte) => sum * 256 + byte, 0) : undefined, Number(prefixLength)];
}
