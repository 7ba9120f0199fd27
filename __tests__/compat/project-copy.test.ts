import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyProject } from "../../src/compat/project-copy";
import { successors } from "../../src/compat/successors";

const MAIN = `import { App } from "cdktf";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { text } from "./cdktf";
export const name = "cdktf";
`;

describe("a copy of the project for a successor", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
    mkdirSync(join(folder, "stacks"));
    for (const file of ["main.ts", "stacks/one.ts"]) writeFileSync(join(folder, file), MAIN);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "mine", scripts: { prepare: "no" } }));
    writeFileSync(join(folder, "fleet.yaml"), "organization: {}");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const copyFor = (name: "aliased" | "renamed") => {
    const [successor] = successors("20.1.0").filter((one) => one.name === name);
    if (successor === undefined) throw new Error(name);
    copyProject(folder, join(folder, "copy"), successor);
    const read = (file: string) => readFileSync(join(folder, "copy", file), "utf8");
    return {
      main: read("main.ts"),
      stack: read("stacks/one.ts"),
      manifest: JSON.parse(read("package.json")) as unknown,
    };
  };

  it("has the sources as they are, and only the successor's packages, if these are aliased", () => {
    expect(copyFor("aliased")).toEqual({
      ...{ main: MAIN, stack: MAIN },
      manifest: {
        ...{ name: "fleetbook-with-successor", private: true },
        dependencies: { cdktf: "npm:cdktn@0.24.0", constructs: "10.7.2", "@cdktf/provider-aws": "20.1.0" },
        overrides: { cdktf: "$cdktf", constructs: "$constructs", "@cdktf/provider-aws": "$@cdktf/provider-aws" },
      },
    });
    expect(existsSync(join(folder, "copy", "fleet.yaml"))).toBe(false);
  });

  it("imports the renamed packages and their files, and nothing else changes", () => {
    const renamed = MAIN.replace('from "cdktf"', 'from "cdktn"').replace(
      "@cdktf/provider-aws/",
      "@cdktn/provider-aws/",
    );
    expect(copyFor("renamed")).toMatchObject({ main: renamed, stack: renamed });
  });

  it("has nothing of an earlier copy", () => {
    mkdirSync(join(folder, "copy"));
    writeFileSync(join(folder, "copy", "left.ts"), "");
    copyFor("aliased");
    expect(existsSync(join(folder, "copy", "left.ts"))).toBe(false);
  });
});
