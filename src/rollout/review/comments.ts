/** Packs a page into comments that GitHub accepts. What is cut goes on in the next comment; nothing of it is lost. */

/** A part of a page. It can be cut between any two of its lines. */
export interface Block {
  /** Lines that begin the block, and begin it again in the next comment if it is cut there. */
  readonly open: readonly string[];
  readonly lines: readonly string[];
  /** Lines that end what `open` began. */
  readonly close: readonly string[];
  /** Whether it may be left out if the page gets too long. */
  readonly optional: boolean;
}

/** GitHub refuses a comment of more than 65,536 characters; some are kept back for the marker. */
const LIMIT = 65_000;
/** Comments with what may be left out. A page of more than this is not read. */
const MOST_WITH_OPTIONAL = 4;

/** The comments, without their markers. @param whenLeftOut the line that says what is missing; n lines */
export function commentsOf(
  blocks: readonly Block[],
  whenLeftOut: (lines: number) => string,
  limit = LIMIT,
): readonly string[] {
  const comments: string[][] = [[]];
  let size = 0;
  let leftOut = 0;
  const put = (lines: readonly string[]) => {
    comments.at(-1)?.push(...lines);
    size += sizeOf(lines);
  };
  const reserve = sizeOf([whenLeftOut(1_000_000)]);

  for (const { open, lines, close, optional } of blocks) {
    const frame = sizeOf(open) + sizeOf(close) + reserve;
    const [first = ""] = lines;
    const room = limit - frame;
    if (size > 0 && size + frame + Math.min(first.length + 1, room) > limit) {
      if (optional && comments.length >= MOST_WITH_OPTIONAL) {
        leftOut += lines.length;
        continue;
      }
      comments.push([]);
      size = 0;
    }
    put(open);
    let isLeftOut = false;
    for (const line of lines.flatMap((each) => pieces(each, room))) {
      if (!isLeftOut && size + line.length + 1 + sizeOf(close) + reserve > limit) {
        if (optional && comments.length >= MOST_WITH_OPTIONAL) isLeftOut = true;
        else {
          put(close);
          comments.push([]);
          size = 0;
          put(open);
        }
      }
      if (isLeftOut) leftOut += 1;
      else put([line]);
    }
    put(close);
  }
  if (leftOut > 0) put([whenLeftOut(leftOut)]);
  return comments.map((lines) => lines.join("\n"));
}

/** A line that is longer than a comment in several. */
function pieces(line: string, room: number): readonly string[] {
  if (line.length < room) return [line];
  const parts: string[] = [];
  for (let start = 0; start < line.length; start += room - 1) parts.push(line.slice(start, start + room - 1));
  return parts;
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
