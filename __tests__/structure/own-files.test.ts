/** The fleet and the runbooks of a project are its user's: whatever stands in them, the product's tests stay green. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { filesBelow } from "./sources";

const ROOT = path.resolve(__dirname, "../..");

/**
 * The user's own tests, those that say where the project's runbooks are, and whole journeys, to which `e2e-setup.js` gives the
 * example's fleet.
 */
const MAY_READ = /^__tests__\/(example\/.*|catalogue\/(project-)?catalogue\.test\.ts|e2e\/.*)$/;

/** How TypeScript reads what belongs to the user: the project's folder of runbooks, its fleet file and its nodes file. */
const READS = [
  /\breadCatalogue\(\)/,
  /\breadAmazonDocuments\(\)/,
  /\bload(Project|ProjectFleet|Nodes)\(/,
  /\.\.["'/, ]+(fleet|nodes)\.yaml/,
  /\b(ROOT|PROJECT|PROJECT_FOLDER), ["'](fleet\.yaml|nodes\.yaml|runbooks)["']/,
];

describe("a test of the product", () => {
  it("reads neither the project's own fleet and nodes nor the list of its runbooks", () => {
    const tests = filesBelow("__tests__").filter((file) => file.endsWith(".ts") && !MAY_READ.test(file));
    expect(tests).not.toEqual([]);
    const reading = tests.filter((file) => {
      const text = readFileSync(path.join(ROOT, file), "utf8");
      return READS.some((reads) => reads.test(text));
    });
    expect(reading).toEqual([]);
  });
});
