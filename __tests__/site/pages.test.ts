import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { PACKAGE_FOLDER } from "../../src/project/folders";
import { readSite } from "../../src/site/pages";

describe("the pages of the site", () => {
  it("are those of this repository, without a dead link, and the files that they link to", () => {
    const { pages, sources, pictures } = readSite(PACKAGE_FOLDER);
    expect(sources.get("index.md")).toBe("README.md");
    expect([...pages.keys()]).toEqual(expect.arrayContaining(["fleet-file.md", "ja/index.md", "files/help.md"]));
    expect(pages.get("files/fleet-yaml.md")).toMatch(/^# fleet\.yaml\n\n```yaml\n/);
    expect(pages.get("files/runbooks.md")).toContain("- [check-os.ts](runbooks/check-os.ts)");
    expect([...pictures]).toContain("docs/overview.svg");
  });
});

describe("a link to a file that there is not", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "fleetbook-site-"));
    mkdirSync(path.join(folder, "docs"));
    for (const file of ["README.ja.md", "CONTRIBUTING.md", "CHANGELOG.md", "help", "docs/rollout.md"]) {
      writeFileSync(path.join(folder, file), "# Page\n");
    }
    writeFileSync(path.join(folder, "README.md"), "# Page\n\n[a](docs/rollout.md) [b](rolout.md)\n\n`[c](none.md)`\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is named with its page", () => {
    let error: unknown;
    try {
      readSite(folder);
    } catch (thrown) {
      error = thrown;
    }
    expect(error instanceof ConfigurationError && error.problems).toEqual([
      {
        place: "README.md",
        message: 'The link "rolout.md" leads to no file.',
        remedy: 'Did you mean "rollout.md"?',
      },
    ]);
  });
});
