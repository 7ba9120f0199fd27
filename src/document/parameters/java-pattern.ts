/**
 * Java's regular expressions, in which AWS reads allowedPattern, translated to JavaScript's with the flag v, which has nested classes
 * and intersections as Java has. What cannot be translated is named, so that nobody believes that it is checked.
 * https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html
 */

export type JavaPattern =
  /** Matches whole values. */
  | { readonly kind: "pattern"; readonly pattern: RegExp }
  /** Java understands it and JavaScript does not. The reason is the rest of a sentence: "it has possessive quantifiers". */
  | { readonly kind: "untranslated"; readonly reason: string }
  /** It is not a regular expression. The reason is the rest of a sentence. */
  | { readonly kind: "invalid"; readonly reason: string };

const patterns = new Map<string, JavaPattern>();
/** The cache is bounded, because generated documents may have new patterns each time. */
const REMEMBERED = 1_000;

export function javaPattern(source: string): JavaPattern {
  const known = patterns.get(source) ?? translated(source);
  if (patterns.size >= REMEMBERED) patterns.clear();
  patterns.set(source, known);
  return known;
}

class Untranslated extends Error {}
class Invalid extends Error {}

function translated(source: string): JavaPattern {
  try {
    const translation = new Translation(source);
    const text = translation.text();
    return { kind: "pattern", pattern: new RegExp(`^(?:${text})$`, `v${translation.flags}`) };
  } catch (error) {
    if (error instanceof Untranslated) return { kind: "untranslated", reason: error.message };
    if (error instanceof Invalid) return { kind: "invalid", reason: error.message };
    if (error instanceof SyntaxError) return { kind: "invalid", reason: error.message.replace(/^.*\/v?[ims]*: /, "") };
    throw error;
  }
}

/** The contents of classes for escapes that JavaScript does not have, or reads otherwise. */
const CLASSES: Readonly<Record<string, string>> = {
  d: "0-9",
  w: "a-zA-Z0-9_",
  s: " \\t\\n\\v\\f\\r",
  h: " \\t\\u{a0}\\u{1680}\\u{180e}\\u{2000}-\\u{200a}\\u{202f}\\u{205f}\\u{3000}",
  v: "\\n\\v\\f\\r\\u{85}\\u{2028}\\u{2029}",
};

/** Java's names in `\p{…}` for ASCII. */
const ASCII_CLASSES: Readonly<Record<string, string>> = {
  Lower: "a-z",
  Upper: "A-Z",
  ASCII: "\\u{0}-\\u{7f}",
  Alpha: "a-zA-Z",
  Digit: "0-9",
  Alnum: "a-zA-Z0-9",
  Punct: "\\u{21}-\\u{2f}\\u{3a}-\\u{40}\\u{5b}-\\u{60}\\u{7b}-\\u{7e}",
  Graph: "\\u{21}-\\u{7e}",
  Print: "\\u{20}-\\u{7e}",
  Blank: " \\t",
  Cntrl: "\\u{0}-\\u{1f}\\u{7f}",
  XDigit: "0-9a-fA-F",
  Space: " \\t\\n\\v\\f\\r",
};

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };

const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\})/y;
const GROUP = /\((?:\?(?:[:=!]|<[=!]|<[a-zA-Z][a-zA-Z0-9]*>))?/y;
const FLAGS = /\(\?([a-zA-Z]*)(?:-[a-zA-Z]+)?[:)]/y;
const PROPERTY = /([pP])(?:\{([^}]*)\}|([a-zA-Z]))/y;

class Translation {
  flags = "";
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  text(): string {
    this.#leadingFlags();
    let text = "";
    while (this.#at < this.#source.length) text += this.#item();
    return text;
  }

  #leadingFlags(): void {
    const match = /^\(\?([ismud]+)\)/.exec(this.#source);
    if (match === null) return;
    this.#at = match[0].length;
    this.flags = ["i", "s", "m"].filter((flag) => match[1]?.includes(flag)).join("");
  }

  #item(): string {
    const next = this.#source[this.#at] ?? "";
    if (next === "\\") return this.#escape();
    if (next === "[") return this.#class();
    if (next === "(") return this.#group();
    const quantifier = this.#match(QUANTIFIER);
    if (quantifier !== undefined) {
      if (this.#source[this.#at] === "+") throw new Untranslated("it has a possessive quantifier such as *+");
      return quantifier[0];
    }
    this.#at += 1;
    if (next === "{") throw new Invalid("a { begins no number of repetitions; write \\{ for the character");
    return next === "}" || next === "]" || next === "/" ? `\\${next}` : next;
  }

  #group(): string {
    if (this.#source.startsWith("(?>", this.#at)) throw new Untranslated("it has an atomic group (?>…)");
    const group = this.#match(GROUP)?.[0] ?? "";
    if (group !== "(" || this.#source[this.#at] !== "?") return group;
    this.#at -= 1;
    if (this.#match(FLAGS) !== undefined)
      throw new Untranslated("it sets flags other than (?i), (?s) and (?m) at its beginning");
    throw new Invalid(`there is no group that begins with ${this.#source.slice(this.#at, this.#at + 3)}`);
  }

  /** An escape outside of a class. */
  #escape(): string {
    const next = this.#source[this.#at + 1] ?? "";
    if (next === "Q") return this.#quotation();
    const outside: Readonly<Record<string, string>> = {
      A: "^",
      z: "$",
      Z: "$",
      b: "\\b",
      B: "\\B",
      R: "(?:\\r\\n|[\\n\\v\\f\\r\\u{85}\\u{2028}\\u{2029}])",
    };
    const known = Object.hasOwn(outside, next) ? outside[next] : undefined;
    if (known !== undefined) {
      this.#at += 2;
      return known;
    }
    if (/[1-9]/.test(next)) {
      this.#at += 2;
      return `\\${next}`;
    }
    if (next === "k") {
      this.#at += 2;
      return "\\k";
    }
    if (next === "G" || next === "X") throw new Untranslated(`it has \\${next}`);
    return this.#escapedItem();
  }

  /** `\Q…\E`: the characters themselves. */
  #quotation(): string {
    const end = this.#source.indexOf("\\E", this.#at);
    const text = this.#source.slice(this.#at + 2, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#source.length : end + 2;
    return [...text].map((character) => literal(character.codePointAt(0) ?? 0)).join("");
  }

  /** An escape that may stand in a class as well: a character, or a class of characters in its own brackets. */
  #escapedItem(): string {
    const code = this.#escapedCharacter();
    if (code !== undefined) return literal(code);
    this.#at += 1;
    const letter = this.#source[this.#at] ?? "";
    const property = this.#match(PROPERTY);
    if (property !== undefined) return propertyClass(property[2] ?? property[3] ?? "", property[1] === "P");
    this.#at += 1;
    const members = Object.hasOwn(CLASSES, letter.toLowerCase()) ? CLASSES[letter.toLowerCase()] : undefined;
    if (members !== undefined) return `[${letter === letter.toLowerCase() ? "" : "^"}${members}]`;
    throw new Invalid(letter === "" ? "it ends with a backslash" : `Java has no escape \\${letter}`);
  }

  /** The code point of an escape for one character; undefined, and nothing is read, for another escape. */
  #escapedCharacter(): number | undefined {
    const hexadecimal = this.#match(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\})/y);
    if (hexadecimal !== undefined) {
      const code = parseInt(hexadecimal[1] ?? hexadecimal[2] ?? hexadecimal[3] ?? "", 16);
      const isHigh = hexadecimal[1] !== undefined && code >= 0xd800 && code < 0xdc00;
      const low = isHigh ? this.#match(/\\u([dD][c-fC-F][0-9a-fA-F]{2})/y) : undefined;
      return low === undefined ? code : 0x10000 + ((code - 0xd800) << 10) + (parseInt(low[1] ?? "", 16) - 0xdc00);
    }
    const octal = this.#match(/\\0([0-3]?[0-7]{1,2})/y);
    if (octal !== undefined) return parseInt(octal[1] ?? "", 8);
    const control = this.#match(/\\c([@-_])/y);
    if (control !== undefined) return (control[1] ?? "").charCodeAt(0) ^ 64;
    const named = this.#match(/\\([tnrfae])/y);
    if (named !== undefined) return CONTROLS[named[1] ?? ""];
    return this.#match(/\\([^a-zA-Z0-9])/uy)?.[1]?.codePointAt(0);
  }

  /** A class: unions, ranges and nested classes, and intersections of them. */
  #class(): string {
    const opening = this.#match(/\[\^?/y)?.[0] ?? "";
    const operands: string[] = [];
    let union = "";
    for (let first = true; ; first = false) {
      const next = this.#source[this.#at];
      if (next === undefined) throw new Invalid("a class [ is not closed with ]");
      if (next === "]" && !first) break;
      if (this.#source.startsWith("&&", this.#at)) {
        this.#at += 2;
        if (union !== "") operands.push(union);
        union = "";
      } else union += this.#classItem();
    }
    this.#at += 1;
    if (union !== "") operands.push(union);
    const [only = ""] = operands;
    return `${opening}${operands.length === 1 ? only : operands.map((operand) => `[${operand}]`).join("&&")}]`;
  }

  #classItem(): string {
    if (this.#source[this.#at] === "[") return this.#class();
    const from = this.#classCharacter();
    if (from === undefined) return this.#escapedItem();
    const isRange =
      this.#source[this.#at] === "-" && !/^-(?:[[\]]|&&|$)/.test(this.#source.slice(this.#at, this.#at + 3));
    if (!isRange) return literal(from);
    this.#at += 1;
    const to = this.#classCharacter();
    if (to === undefined) throw new Invalid("a range in a class ends with a class of characters");
    if (to < from) throw new Invalid("a range in a class ends before it begins");
    return `${literal(from)}-${literal(to)}`;
  }

  #classCharacter(): number | undefined {
    if (this.#source[this.#at] === "\\") return this.#escapedCharacter();
    const code = this.#source.codePointAt(this.#at);
    this.#at += code !== undefined && code > 0xffff ? 2 : 1;
    return code;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source) ?? undefined;
    if (match !== undefined) this.#at += match[0].length;
    return match;
  }
}

/** A character that stands for itself, in a class and outside of one. */
function literal(code: number): string {
  const character = String.fromCodePoint(code);
  return /^[a-zA-Z0-9]$/.test(character) ? character : `\\u{${code.toString(16)}}`;
}

/** The class for `\p{name}`. Java writes blocks with In, scripts and properties with Is. */
function propertyClass(name: string, negated: boolean): string {
  const ascii = Object.hasOwn(ASCII_CLASSES, name) ? ASCII_CLASSES[name] : undefined;
  if (ascii !== undefined) return `[${negated ? "^" : ""}${ascii}]`;
  const plain = name.replace(/^Is/, "");
  const found = [plain, `Script=${plain.replace(/^(?:script|sc)=/, "")}`].find(isProperty);
  if (found === undefined) throw new Untranslated(`it has \\p{${name}}`);
  return `\\${negated ? "P" : "p"}{${found}}`;
}

function isProperty(name: string): boolean {
  try {
    new RegExp(`\\p{${name}}`, "v");
    return true;
  } catch {
    return false;
  }
}
