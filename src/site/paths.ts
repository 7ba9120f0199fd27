/** Where the repository's files are on the site. */
import { posix } from "node:path";

/** Ends of the names of translations. */
const TRANSLATED = /\.ja\.md$/;

/**
 * The page of a file or folder, from the root of the site: `docs/fleet-file.md` → `fleet-file.md`, `README.ja.md` → `ja/index.md`,
 * `fleet.yaml` → `files/fleet-yaml.md`.
 * @param file path from the root of the repository
 */
export function sitePath(file: string): string {
  if (TRANSLATED.test(file)) return `ja/${sitePath(file.replace(TRANSLATED, ".md"))}`;
  if (file === "README.md") return "index.md";
  if (isPage(file)) return posix.basename(file).toLowerCase();
  return `files/${file.replace(/^\./, "").replaceAll(".", "-")}.md`;
}

/** Whether a file is a page as it is; of other files the site shows the content. */
export function isPage(file: string): boolean {
  return /^(?:docs\/)?[\w.-]+\.md$/.test(file);
}

export function isPicture(file: string): boolean {
  return /\.(?:svg|png)$/.test(file);
}

/** The place of a picture, from the root of the site. */
export function picturePath(file: string): string {
  return `pictures/${posix.basename(file)}`;
}

/** Whether a link leaves the repository, or stays on its page. */
export function isElsewhere(link: string): boolean {
  return /^(?:[a-z]+:|#|\/)/.test(link);
}

/** The file that a link of a page leads to, as a path from the root of the repository. */
export function linked(page: string, link: string): string {
  const [path = ""] = link.split("#");
  return posix.join(posix.dirname(page), path).replace(/\/$/, "");
}

/** A link of a page as the site has it: a path from the page's place on the site. */
export function siteLink(page: string, link: string): string {
  if (isElsewhere(link)) return link;
  const file = linked(page, link);
  const target = isPicture(file) ? picturePath(file) : sitePath(file);
  const fragment = /#.*$/.exec(link)?.[0] ?? "";
  const relative = posix.relative(posix.dirname(sitePath(page)), target);
  return `${relative.startsWith(".") ? "" : "./"}${relative}${fragment}`;
}
