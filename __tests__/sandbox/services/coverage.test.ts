// docs/sandbox-services.md against the tables and the Terraform configuration that it is about.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REFUSED, REFUSED_CASES, STORED_ONLY } from "../../../src/sandbox/services/coverage";
import { section, tableRows } from "../../structure/page-tables";

const PAGE = readFileSync("docs/sandbox-services.md", "utf8");
const CONFIGURATION = readFileSync(join(__dirname, "../../fixtures/sandbox/every-resource/main.tf"), "utf8");

const rows = (heading: string) => tableRows(PAGE, heading);

describe("the page about the sandbox's services", () => {
  it("lists the Terraform resources that are tried", () => {
    const listed = [...section(PAGE, "Terraform resources that are tried").matchAll(/^- `(\w+)`$/gm)].map(
      ([, name]) => name,
    );
    const tried = [...CONFIGURATION.matchAll(/^resource "(\w+)"/gm)].map(([, name]) => name);
    expect(listed).toEqual([...new Set(tried)].sort());
  });

  it("lists what is stored only", () => {
    expect(rows("Stored only")).toEqual(STORED_ONLY.map(({ service, what, missing }) => [service, what, missing]));
  });

  it("lists what is refused, and why", () => {
    expect(rows("Refused")).toEqual(
      [...REFUSED, ...REFUSED_CASES].map(({ service, operations, why }) => [
        operations.map((operation) => `\`${service}:${operation}\``).join(", "),
        why,
      ]),
    );
  });
});
