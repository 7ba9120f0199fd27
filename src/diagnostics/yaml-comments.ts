/** The comments of a YAML text, with their positions. */
import { CST, Lexer } from "yaml";

export interface Comment {
  readonly text: string;
  /** Of its `#`. */
  readonly position: { readonly line: number; readonly column: number };
  /** Whether something else stands before it on its line. */
  readonly trailing: boolean;
}

/** Every comment, and nothing that only looks like one inside of a string. */
export function commentsOf(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let inScalar = false;
  let line = 1;
  let lineStart = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === CST.SCALAR || token === CST.DOCUMENT || token === CST.FLOW_END) {
      // These mark what follows and are not in the text.
      inScalar = token === CST.SCALAR;
      continue;
    }
    if (token.startsWith("#") && !inScalar) {
      comments.push({
        text: token,
        position: { line, column: offset - lineStart + 1 },
        trailing: text.slice(lineStart, offset).trim() !== "",
      });
    }
    inScalar = false;
    offset += token.length;
    for (let end = token.indexOf("\n"); end >= 0; end = token.indexOf("\n", end + 1)) {
      line += 1;
      lineStart = offset - token.length + end + 1;
    }
  }
  return comments;
}
