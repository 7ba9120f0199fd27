import { millisecondsOf } from "../../src/document/iso-duration";

describe("an ISO 8601 duration", () => {
  it.each([
    ["PT10M", 600_000],
    ["P1DT12H", 129_600_000],
    ["P2W", 1_209_600_000],
    ["PT0.5S", 500],
  ])("%s has %i milliseconds", (text, milliseconds) => {
    expect(millisecondsOf(text)).toBe(milliseconds);
  });

  it.each(["10M", "P", "PT", "P1Y", ""])("is not %p", (text) => {
    expect(millisecondsOf(text)).toBeUndefined();
  });
});
