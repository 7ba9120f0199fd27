/** Where a review goes: the terminal, and the files that were asked for. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { colorsFor } from "../../../diagnostics/colors";
import { OperationError } from "../../../diagnostics/errors";
import { reviewMarkdown } from "../../../rollout/review/markdown";
import type { Review } from "../../../rollout/review/review";
import { reviewInTerminal } from "../../../rollout/review/terminal";
import { log } from "../../log";

export interface ReviewFiles {
  /** `-` is stdout. */
  readonly markdown?: string;
  readonly json?: string;
}

/** @param name tells reviews of several shards apart */
export async function showReview(review: Review, files: ReviewFiles, name: string): Promise<void> {
  const { markdown, json } = files;
  if (markdown !== "-" && json !== "-") console.log(terminalReview(review));
  if (json !== undefined) await write(json, `${JSON.stringify(review, undefined, 2)}\n`);
  if (markdown === undefined) return;
  const comments = reviewMarkdown(review, { name });
  for (const [index, comment] of comments.entries()) await write(numbered(markdown, index), comment);
  if (comments.length > 1 && markdown !== "-") {
    log(`The review has ${comments.length} comments: ${markdown} to ${numbered(markdown, comments.length - 1)}`);
  }
}

export function terminalReview(review: Review): string {
  const { isTTY, columns } = process.stdout;
  return reviewInTerminal(review, { width: isTTY ? columns : undefined, colors: colorsFor(isTTY) });
}

/** `review.md`, `review.2.md`: a comment that is too long for GitHub continues in a next one. */
function numbered(file: string, index: number): string {
  if (index === 0 || file === "-") return file;
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}.${index + 1}${extension}`;
}

async function write(file: string, text: string): Promise<void> {
  if (file === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    await mkdir(dirname(resolve(file)), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw new OperationError({
      place: file,
      message: `The review cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: "Name another file. The plans themselves are kept.",
    });
  }
}
