/** The pages of the site: those of the repository, and one for each other file that they link to. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { lexer, walkTokens, type Token } from "marked";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import { didYouMean } from "../diagnostics/did-you-mean";
import { fenced } from "../diagnostics/text/markdown-text";
import { isElsewhere, isPage, isPicture, linked, sitePath } from "./paths";

export interface Site {
  /** Markdown by the path in the site's folder. */
  readonly pages: ReadonlyMap<string, string>;
  /** The repository's file of each page, by the same paths. */
  readonly sources: ReadonlyMap<string, string>;
  /** Pictures that the pages show, as paths from the root of the repository. */
  readonly pictures: ReadonlySet<string>;
}

/** Pages at the top of the repository. */
const TOP = ["README.md", "README.ja.md", "CONTRIBUTING.md", "CHANGELOG.md"];

/**
 * @param repository absolute path
 * @throws ConfigurationError with every link to a file that there is not
 */
export function readSite(repository: string): Site {
  const docs = readdirSync(join(repository, "docs")).filter((file) => file.endsWith(".md"));
  const waiting = [...TOP, ...docs.map((file) => `docs/${file}`), "help"];
  const pages = new Map<string, string>();
  const sources = new Map<string, string>();
  const pictures = new Set<string>();
  const problems: Problem[] = [];
  for (const file of waiting) {
    const path = sitePath(file);
    if (pages.has(path)) continue;
    const text = textOf(repository, file);
    pages.set(path, text);
    sources.set(path, file);
    for (const link of linksOf(text)) {
      if (isElsewhere(link)) continue;
      const target = linked(file, link);
      if (!existsSync(join(repository, target))) problems.push(deadLink(file, link, docs));
      else if (isPicture(target)) pictures.add(target);
      else waiting.push(target);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(...problems);
  return { pages, sources, pictures };
}

function deadLink(file: string, link: string, docs: readonly string[]): Problem {
  const remedy = didYouMean(link, docs, "Correct the link.");
  return { place: file, message: `The link ${JSON.stringify(link)} leads to no file.`, remedy };
}

/** A page as it is; the content of another file, or the list of a folder. */
function textOf(repository: string, file: string): string {
  const path = join(repository, file);
  if (statSync(path).isDirectory()) {
    const names = readdirSync(path, { withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name !== "package-lock.json",
    );
    return [`# ${file}/`, "", ...names.map(({ name }) => `- [${name}](${basename(file)}/${name})`), ""].join("\n");
  }
  const text = readFileSync(path, "utf8");
  if (isPage(file)) return text;
  return [`# ${file}`, "", ...fenced(text.trimEnd(), extname(file).slice(1)), ""].join("\n");
}

function linksOf(markdown: string): readonly string[] {
  const links: string[] = [];
  void walkTokens(lexer(markdown), (token: Token) => {
    if (token.type === "link" || token.type === "image") links.push(String((token as { href: unknown }).href));
  });
  return links;
}
