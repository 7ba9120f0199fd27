/** Words that are styled one by one, in lines of a terminal. Lengths are those of the words, and not of their escape sequences. */
import { columnsOf } from "../../diagnostics/text/width";

export interface Word {
  readonly text: string;
  readonly style?: (text: string) => string;
  /** Whether a space or a line's end is before it. Japanese breaks between characters as well. */
  readonly isAfterSpace: boolean;
}

/** A character of East Asia with the punctuation that may not begin a line, spaces, or a word. */
const PARTS = /\s+|[\u2e80-\uffdc][、。，．）」』】ー]*|[^\s\u2e80-\uffdc]+/g;

export function wordsOf(text: string, style?: (text: string) => string): readonly Word[] {
  const words: Word[] = [];
  let isAfterSpace = false;
  for (const [part] of text.matchAll(PARTS)) {
    if (part.trim() === "") isAfterSpace = true;
    else {
      words.push({ text: part, isAfterSpace, ...(style && { style }) });
      isAfterSpace = false;
    }
  }
  // The space at the end belongs to the word that follows.
  return isAfterSpace ? [...words, { text: "", isAfterSpace: true }] : words;
}

/**
 * @param first what is before the first line: the mark of a list
 * @param indent what is before each other line
 */
export function flow(words: readonly Word[], columns: number, first: string, indent: string = first): string {
  const lines: string[] = [];
  let [line, used, isEmpty] = [first, columnsOf(first), true];
  for (const unit of units(words)) {
    const width = unit.reduce((sum, { text }) => sum + columnsOf(text), 0);
    const space = unit[0]?.isAfterSpace === true && !isEmpty ? " " : "";
    if (!isEmpty && used + space.length + width > columns) {
      lines.push(line);
      [line, used] = [indent, columnsOf(indent)];
    } else {
      line += space;
      used += space.length;
    }
    line += unit.map(({ text, style }) => style?.(text) ?? text).join("");
    [used, isEmpty] = [used + width, false];
  }
  return [...lines, line].join("\n");
}

/** Words that nothing may come between: code and the comma after it. */
function units(words: readonly Word[]): readonly (readonly Word[])[] {
  const found: Word[][] = [];
  let isAfterSpace = true;
  for (const word of words) {
    if (word.text === "") {
      isAfterSpace = true;
      continue;
    }
    const before = found.at(-1);
    const isOwn = word.isAfterSpace || isAfterSpace || isEastAsian(word) || before?.some(isEastAsian);
    if (before === undefined || isOwn) found.push([{ ...word, isAfterSpace: word.isAfterSpace || isAfterSpace }]);
    else before.push(word);
    isAfterSpace = false;
  }
  return found;
}

function isEastAsian({ text }: Word): boolean {
  return /[\u2e80-\uffdc]/.test(text);
}
