/** Finds links of the built site that lead nowhere: to a file or to a heading that there is not. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { withoutEntities } from "../diagnostics/text/html-entities";

export interface DeadLink {
  /** The file of the site that has the link. */
  readonly page: string;
  readonly link: string;
}

/**
 * @param folder absolute path of the built site
 * @param base where the site is on its server: `/`, or `/fleetbook/`
 */
export function deadLinks(folder: string, base: string): readonly DeadLink[] {
  const files = new Set(readdirSync(folder, { recursive: true }).map((file) => String(file).replaceAll("\\", "/")));
  const pages = [...files].filter((file) => file.endsWith(".html"));
  const texts = new Map(pages.map((page) => [page, readFileSync(join(folder, page), "utf8")]));
  const ids = new Map([...texts].map(([page, text]) => [page, new Set(valuesOf(text, "id"))]));
  const isDead = (page: string, link: string): boolean => {
    const [path = "", fragment] = link.split("#");
    const file = path === "" ? page : fileOf(page, decodeURI(path), base);
    if (file === undefined || !files.has(file)) return true;
    return fragment !== undefined && fragment !== "" && ids.get(file)?.has(decodeURIComponent(fragment)) === false;
  };
  return [...texts].flatMap(([page, text]) =>
    [...new Set([...valuesOf(text, "href"), ...valuesOf(text, "src")])]
      .filter((link) => !/^(?:[a-z]+:|\/\/)/.test(link) && isDead(page, link))
      .map((link) => ({ page, link })),
  );
}

function valuesOf(html: string, attribute: "id" | "href" | "src"): readonly string[] {
  return [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, "g"))].map(([, value = ""]) =>
    withoutEntities(value),
  );
}

/** The file that a server gives for a path; undefined if the path is outside the site. */
function fileOf(page: string, path: string, base: string): string | undefined {
  if (path.startsWith("/") && !path.startsWith(base)) return undefined;
  const file = path.endsWith("/") ? `${path}index.html` : path;
  return file.startsWith("/") ? file.slice(base.length) : posix.join(posix.dirname(page), file);
}
