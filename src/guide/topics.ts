/** The pages of docs/ as topics of the help: their names, titles and summaries. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_FOLDER } from "../project/folders";
import { SECTIONS } from "./sections";

const DOCS_FOLDER = join(PACKAGE_FOLDER, "docs");

export interface Topic {
  /** `fleet-file` */
  readonly name: string;
  readonly title: string;
  /** The first sentence of the page, without links. */
  readonly summary: string;
}

/** A section of topics; a translation follows its page. */
export interface TopicSection {
  readonly title: string;
  readonly topics: readonly Topic[];
}

/** The names of all pages, translations (`tutorial.ja`) among them. */
export function topicNames(): readonly string[] {
  return readdirSync(DOCS_FOLDER)
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.replace(/\.md$/, ""));
}

/** @param name one of `topicNames` */
export function readPage(name: string): string {
  return readFileSync(join(DOCS_FOLDER, `${name}.md`), "utf8");
}

export function topicSections(): readonly TopicSection[] {
  const names = topicNames();
  return SECTIONS.map(({ title, pages }) => ({
    title,
    topics: pages
      .flatMap((page) => [page, ...names.filter((name) => name.startsWith(`${page}.`))])
      .map((name) => ({ name, ...headOf(readPage(name)) })),
  }));
}

/** Title and first sentence of a page in Markdown. */
export function headOf(page: string): Pick<Topic, "title" | "summary"> {
  const text = page.replace(/<!--[^]*?-->/g, "");
  const [, title = "", rest = ""] = /^# (.+)\n([^]*)/m.exec(text) ?? [];
  const paragraph = rest
    .split(/\n\s*\n/)
    .map((block) => block.trim().replace(/\s*\n\s*/g, " "))
    .find((block) => block !== "" && !isOnlyLink(block));
  const [sentence = ""] = /^.*?(?:\.(?= |$)|。|$)/.exec(paragraph ?? "") ?? [];
  return { title, summary: sentence.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1") };
}

/** The link of a page to its translation. */
function isOnlyLink(block: string): boolean {
  return /^\[[^\]]*\]\([^)]*\)$/.test(block);
}
