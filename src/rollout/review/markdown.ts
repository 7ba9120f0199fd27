/** A review as comments for a pull request. Nothing that comes from a plan becomes markup. */
import { counted } from "../../diagnostics/counted";
import { printable } from "../../diagnostics/printable";
import { fenced, inline } from "../../diagnostics/text/markdown-text";
import { commentsOf, type Block } from "./comments";
import { isWider } from "./policies/policy-change";
import type { Review } from "./review";
import { sectionsOf, type CodeBlock, type Entry, type Line, type Section } from "./sections";
import { countRows } from "./count-rows";

export interface MarkdownOptions {
  /** Tells the comments of several reviews in one pull request apart, such as those of shards. @default the only review */
  readonly name?: string;
}

/**
 * The bodies of the comments, usually one. The first line of each is hidden and says which it is, so that the next review of the same
 * pull request can replace it: `<!-- fleetbook-review NAME 1/2 -->`.
 */
export function reviewMarkdown(review: Review, { name = "plan" }: MarkdownOptions = {}): readonly string[] {
  const blocks = [head(review), ...sectionsOf(review).flatMap(sectionBlocks)];
  const leftOut = (lines: number) =>
    `\n_${counted(lines, "line")} of the full plan are left out: \`fleetbook plan --json\` has all of it._`;
  const comments = commentsOf(blocks, leftOut);
  const safeName = name.replace(/[^A-Za-z0-9_./-]/g, "-").replaceAll("--", "-");
  return comments.map(
    (text, index) => `<!-- fleetbook-review ${safeName} ${index + 1}/${comments.length} -->\n${text}\n`,
  );
}

function head(review: Review): Block {
  const [first = "", ...others] = review.verdict;
  return {
    open: [],
    lines: [
      `## ${iconOf(review)} ${counted(review.counts.stacks, "stack")} in ${counted(review.counts.accounts, "account")}`,
      "",
      `**${rich(first)}**`,
      ...others.flatMap((sentence) => ["", rich(sentence)]),
      "",
      ...table(
        ["", "count"],
        countRows(review).map(([label, count]) => [label, String(count)]),
      ),
      "",
    ],
    close: [],
    optional: false,
  };
}

function iconOf({ failures, counts, policies }: Review): string {
  if (failures.length > 0) return "❌";
  const isGrave = policies.some((change) => change.resource !== "created" && isWider(change));
  return isGrave || counts.delete + counts.replace + counts.unplanned > 0 ? "⚠️" : "✅";
}

function sectionBlocks({ title, entries, folded }: Section): readonly Block[] {
  if (folded) return [foldedSection(title, entries)];
  return [{ open: [], lines: [`### ${title}`, ""], close: [], optional: false }, ...entries.flatMap(entryBlocks)];
}

/** One block behind its title; entries that have code alone are one block of code. */
function foldedSection(title: string, entries: readonly Entry[]): Block {
  const isCode = entries.every(({ blocks, lines }) => lines.length === 0 && blocks.length > 0);
  const inner: Block = isCode
    ? framed(
        entries.flatMap(({ where, blocks }) => [`# ${where}`, ...blocks.flatMap(({ lines }) => lines), ""]),
        "diff",
      )
    : { open: [], lines: entries.flatMap((each) => entryBlocks(each)[0]?.lines ?? []), close: [], optional: true };
  return behind(`${title} (${entries.length})`, inner);
}

function behind(summary: string, { open, lines, close }: Block): Block {
  return {
    open: [`<details><summary>${summary}</summary>`, "", ...open],
    lines,
    close: [...close, "", "</details>", ""],
    optional: true,
  };
}

function entryBlocks({ title, where, lines, blocks }: Entry): readonly Block[] {
  const name = title === "" ? "" : `**${rich(title)}** `;
  const place = title === "" ? inline(where) : `in ${inline(where)}`;
  const text: Block = {
    open: [],
    lines: [`- ${name}${place}`, ...lines.map((line) => `  - ${MARKS[line.mark]}${rich(line.text)}`), ""],
    close: [],
    optional: false,
  };
  return [text, ...blocks.map(folded)];
}

const MARKS: Readonly<Record<Line["mark"], string>> = { bad: "⚠️ ", good: "🔒 ", none: "" };

/** Lines of code behind a summary. A graph that is cut is none any more, so it is one line to the packer. */
function folded({ summary, lines, language }: CodeBlock): Block {
  return behind(summary, framed(language === "mermaid" ? [lines.join("\n")] : lines, language));
}

function framed(lines: readonly string[], language: string): Block {
  const safe = lines.map((line) => (language === "mermaid" ? printable(line) : printable(line).replaceAll("\n", " ")));
  const [open = "", , close = ""] = fenced(safe.join("\n"), language);
  return { open: [open], lines: safe, close: [close], optional: true };
}

/** Text in which backticks set off what comes from the plan. */
function rich(text: string): string {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : spaced(part)))
    .join("");
}

/** `inline` trims, and the parts of a sentence are separated by their spaces. */
function spaced(part: string): string {
  const [, start = "", end = ""] = /^(\s*).*?(\s*)$/s.exec(part) ?? [];
  const text = inline(part);
  return text === "" ? start && " " : `${start && " "}${text}${end && " "}`;
}

/** Nothing is markup in code. It is not for tables: a bar ends a cell there, in code too. */
function codeSpan(text: string): string {
  const safe = printable(text).replace(/\s+/g, " ").trim();
  return safe === "" ? "` `" : `\`${safe}\``;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)];
}
