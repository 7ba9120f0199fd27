import { siteLink, sitePath } from "../../src/site/paths";

describe("the place of a file on the site", () => {
  it.each([
    ["README.md", "index.md"],
    ["README.ja.md", "ja/index.md"],
    ["CONTRIBUTING.md", "contributing.md"],
    ["docs/fleet-file.md", "fleet-file.md"],
    ["docs/tutorial.ja.md", "ja/tutorial.md"],
    ["fleet.yaml", "files/fleet-yaml.md"],
    [".vscode/settings.json", "files/vscode/settings-json.md"],
    ["runbooks", "files/runbooks.md"],
  ])("of %s is %s", (file, path) => {
    expect(sitePath(file)).toBe(path);
  });
});

describe("a link of a page", () => {
  it.each([
    ["README.md", "docs/sandbox.md#as-late-as-aws", "./sandbox.md#as-late-as-aws"],
    ["docs/fleet-file.md", "../README.md", "./index.md"],
    ["docs/package.md", "../tsconfig.json", "./files/tsconfig-json.md"],
    ["docs/runbooks.md", "../runbooks/", "./files/runbooks.md"],
    ["README.ja.md", "docs/overview.svg", "../pictures/overview.svg"],
    ["docs/tutorial.ja.md", "tutorial.md", "../tutorial.md"],
  ])("of %s to %s is %s", (page, link, expected) => {
    expect(siteLink(page, link)).toBe(expected);
  });

  it("stays as it is if it leads elsewhere, or to the same page", () => {
    expect(siteLink("README.md", "https://cdktn.io")).toBe("https://cdktn.io");
    expect(siteLink("README.md", "#tests")).toBe("#tests");
  });
});
