import { didYouMean } from "../../src/diagnostics/did-you-mean";

const known = ["Duration", "Timestamp", "StringEquals", "Id"];

describe("the remedy for an unknown name", () => {
  it.each([
    ["duration", "Duration"],
    ["Duraton", "Duration"],
    ["Timestmap", "Timestamp"],
    ["ID", "Id"],
    ["Equals", "StringEquals"],
    ["Time", "Timestamp"],
  ])("for %s asks whether %s was meant", (name, meant) => {
    expect(didYouMean(name, known)).toBe(`Did you mean "${meant}"?`);
  });

  it.each(["Colour", "D", "Ax", "ls"])("lists the known names if none resembles %s", (name) => {
    expect(didYouMean(name, known)).toBe("Use one of: Duration, Timestamp, StringEquals, Id.");
  });

  it("prefers the known name with the fewest differences, wherever it is in the list", () => {
    expect(didYouMean("app-tst", ["app-prd", "app-test"])).toBe('Did you mean "app-test"?');
  });

  it("prefers the known name with the same letters", () => {
    expect(didYouMean("mian", ["iam", "main"])).toBe('Did you mean "main"?');
  });

  it("is the caller's own remedy if no known name is similar", () => {
    expect(didYouMean("Colour", known, "Correct the name.")).toBe("Correct the name.");
  });

  it("says to remove the name if no name is known", () => {
    expect(didYouMean("Colour", [])).toBe("Remove it.");
  });

  it("quotes a known name as JSON, so that control characters in it are visible", () => {
    expect(didYouMean("web-1", ["web-1\u0007"])).toBe('Did you mean "web-1\\u0007"?');
  });
});
