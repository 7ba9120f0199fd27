/** A page that its reader carries out: the commands and the files in it, in their order. */

/** A line of a `sh` block, with those that continue it. */
export interface Command {
  readonly kind: "command";
  readonly command: string;
  /** What the page says that it prints: the `text` block below the command, if it is the last one of its block. */
  readonly output?: string;
}

/** A block of code with the whole of a file, or a `diff` block with what changes in it. */
export interface FileChange {
  readonly kind: "file" | "edit";
  /** The last inline code of the paragraph above the block. */
  readonly path: string;
  readonly text: string;
}

export type PageStep = Command | FileChange;

const BLOCK = /^```(\w+)\n([^]*?)^```$/gm;
/** Lines that the page leaves out of an output. */
const LEFT_OUT = "…\n";

/** @throws Error for a block of which nobody knows what its reader does with it */
export function stepsOf(page: string): readonly PageStep[] {
  const steps: PageStep[] = [];
  let end = 0;
  for (const { 0: block, 1: language, 2: text = "", index } of page.matchAll(BLOCK)) {
    const above = page.slice(end, index).trim().split("\n\n").at(-1) ?? "";
    end = index + block.length;
    if (language === "sh") {
      steps.push(
        ...text
          .trim()
          .split(/(?<!\\)\n/)
          .map((command) => ({ kind: "command", command }) as const),
      );
    } else if (language === "text") {
      const last = steps.pop();
      if (last?.kind !== "command" || above !== "") throw new Error(`No command prints this:\n${text}`);
      steps.push({ ...last, output: text });
    } else {
      const path = /`([^`]+)`:$/.exec(above)?.[1];
      if (path === undefined) throw new Error(`The paragraph above does not end with the name of a file:\n${text}`);
      steps.push({ kind: language === "diff" ? "edit" : "file", path, text });
    }
  }
  return steps;
}

/** A file's content with the change of a `diff` block, which has no line numbers. @throws Error if it does not fit */
export function edited(content: string, diff: string): string {
  const lines = diff.trimEnd().split("\n");
  const without = (sign: string) =>
    lines
      .filter((line) => !line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  const [before, after] = [without("+"), without("-")];
  if (content.split(before).length !== 2) throw new Error(`These lines are not in the file exactly once:\n${before}`);
  return content.replace(before, () => after);
}

/** What the page shows of an output: all of it, or as many first and last lines as it has now. */
export function shownOf(output: string, shown: string): string {
  const at = shown.startsWith(LEFT_OUT) ? 0 : shown.indexOf(`\n${LEFT_OUT}`) + 1;
  if (at === 0 && !shown.startsWith(LEFT_OUT)) return output;
  const count = (text: string) => text.split("\n").length - 1;
  const lines = output.trimEnd().split("\n");
  const [first, last] = [count(shown.slice(0, at)), count(shown.slice(at + LEFT_OUT.length))];
  if (first + last >= lines.length) return output;
  const text = (part: readonly string[]) => part.map((line) => `${line}\n`).join("");
  return `${text(lines.slice(0, first))}${LEFT_OUT}${text(lines.slice(lines.length - last))}`;
}

/** The page with other outputs in its `text` blocks, in their order. */
export function withOutputs(page: string, outputs: readonly string[]): string {
  let index = 0;
  return page.replace(BLOCK, (block: string, language: string) =>
    language === "text" ? `\`\`\`text\n${outputs[index++] ?? ""}\`\`\`` : block,
  );
}
