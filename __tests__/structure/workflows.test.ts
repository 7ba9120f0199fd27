/** The workflows to copy in docs/workflows/: what GitHub runs with the fleet's credentials is exactly what was looked at. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { filesBelow } from "./sources";

const ROOT = path.resolve(__dirname, "../..");
const workflows = filesBelow("docs/workflows").map(
  (file) => [file, readFileSync(path.join(ROOT, file), "utf8")] as const,
);

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Readonly<Record<string, unknown>>[] }>>;
}

const stepsOf = (text: string) => Object.values((parse(text) as Workflow).jobs).flatMap(({ steps }) => steps);

describe.each(workflows)("%s", (_, text) => {
  it("pins every action by its commit, and says which version that is", () => {
    const uses = text.split("\n").filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it("says which permissions its token has", () => {
    expect((parse(text) as Workflow).permissions).toMatchObject({ contents: "read", "id-token": "write" });
  });

  it("puts nothing that others write into a script", () => {
    expect(stepsOf(text).filter(({ run }) => typeof run === "string" && run.includes("${{"))).toEqual([]);
  });

  it("uses the Terraform that the project pins", () => {
    const pinned = readFileSync(path.join(ROOT, ".terraform-version"), "utf8").trim();
    const versions = [...text.matchAll(/terraform_version: (.*)/g)].map(([, version]) => version);
    expect([...new Set(versions)]).toEqual([pinned]);
  });
});
