import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deadLinks } from "../../src/site/dead-links";

describe("dead links of a built site", () => {
  let folder: string;
  const write = (file: string, html: string) => writeFileSync(path.join(folder, file), html);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "fleetbook-site-"));
    mkdirSync(path.join(folder, "ja"));
    write("index.html", '<h2 id="tests">Tests</h2><a href="https://cdktn.io">x</a><a href="#tests">x</a>');
    write("ja/index.html", '<h2 id="テスト">x</h2><a href="../#tests">x</a><a href="./">x</a>');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are none if every file and every heading is there", () => {
    write("a.html", '<a href="/ja/#%E3%83%86%E3%82%B9%E3%83%88">x</a><a href="./#tests">x</a><a href="/a.html">x</a>');
    expect(deadLinks(folder, "/")).toEqual([]);
  });

  it("are those to a file, a heading or a picture that there is not", () => {
    write("a.html", '<a href="/b.html">x</a><a href="./#none">x</a><img src="/pictures/c.svg">');
    expect(deadLinks(folder, "/").map(({ page, link }) => `${page} ${link}`)).toEqual([
      "a.html /b.html",
      "a.html ./#none",
      "a.html /pictures/c.svg",
    ]);
  });

  it("are those out of the site's folder on its server", () => {
    write("a.html", '<a href="/fleetbook/ja/">x</a><a href="/ja/">x</a>');
    expect(deadLinks(folder, "/fleetbook/")).toEqual([{ page: "a.html", link: "/ja/" }]);
  });
});
