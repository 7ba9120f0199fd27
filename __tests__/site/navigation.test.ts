import { SECTIONS } from "../../src/guide/sections";
import manifest from "../../package.json";
import { sidebar } from "../../src/site/navigation";

const links = sidebar().flatMap(({ items = [] }) => items.map(({ link }) => link));

describe("the site's navigation", () => {
  it("has every page of docs/ once, in the order of the sections", () => {
    const pages = SECTIONS.flatMap((section) => section.pages.map((page) => `/${page}`));
    expect(links.filter((link) => pages.includes(link ?? ""))).toEqual(pages);
  });

  it("has the other pages once: all commands, the API, what changed, how to contribute", () => {
    const others = ["/files/help", "/api/", "/changelog", "/contributing"];
    expect(links.filter((link) => others.includes(link ?? ""))).toEqual(others);
  });

  it("has a page of the API for each export of the package", () => {
    const exported = Object.keys(manifest.exports).filter((name) => !name.endsWith(".json"));
    const api = sidebar().flatMap(({ items = [] }) => items.flatMap((item) => item.items ?? []));
    expect(api.map(({ text }) => text)).toEqual(exported.map((name) => name.replace(/^\./, "fleetbook")));
  });
});
