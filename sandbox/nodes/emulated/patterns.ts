/** The shell's patterns: `*`, `?` and brackets. */

/** A regular expression that matches what the pattern does. Characters after a backslash stand for themselves. */
export function patternExpression(pattern: string): string {
  let expression = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "*") expression += "[\\s\\S]*";
    else if (character === "?") expression += "[\\s\\S]";
    else if (character === "\\") expression += literal(pattern[++at] ?? "\\");
    else if (character === "[") {
      const bracket = /^\[([!^]?)(\]?[^\]]*)\]/.exec(pattern.slice(at));
      if (bracket === null) expression += "\\[";
      else {
        expression += `[${bracket[1] === "" ? "" : "^"}${(bracket[2] ?? "").replaceAll(/[\\\]^]/g, "\\$&")}]`;
        at += bracket[0].length - 1;
      }
    } else expression += literal(character);
  }
  return expression;
}

export function matches(text: string, pattern: string): boolean {
  return new RegExp(`^(?:${patternExpression(pattern)})$`).test(text);
}

/** The text without the part at its beginning (or end) that the pattern matches, the shortest or the longest. */
export function withoutMatch(text: string, pattern: string, side: "start" | "end", longest: boolean): string {
  const whole = new RegExp(`^(?:${patternExpression(pattern)})$`);
  const lengths = Array.from({ length: text.length + 1 }, (_, length) => length);
  for (const length of longest ? lengths.reverse() : lengths) {
    const part = side === "start" ? text.slice(0, length) : text.slice(text.length - length);
    if (whole.test(part)) return side === "start" ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

/** A text as a pattern that matches only itself. */
export function escaped(text: string): string {
  return text.replaceAll(/[*?[\]\\]/g, "\\$&");
}

function literal(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
}
