/** Reads shell texts: the POSIX shell's grammar, without what only interactive shells need. */
import { ShellSyntaxError, type Node, type Part, type Redirection, type Word } from "./syntax";

/** Deeper texts are no scripts of people. */
const DEEPEST = 100;
const NAME = /[A-Za-z_]\w*/y;
const BREAKS = new Set([..." \t\n;&|()<>"]);
const CLOSING = new Set(["then", "elif", "else", "fi", "do", "done", "esac", "}"]);

/** @throws ShellSyntaxError */
export function parseShell(text: string): Node {
  const parser = new Parser(text.replaceAll("\r\n", "\n"));
  const list = parser.list();
  parser.expectEnd();
  return list;
}

interface PendingDocument {
  readonly end: string;
  readonly stripTabs: boolean;
  readonly literal: boolean;
  readonly set: (word: Word) => void;
}

class Parser {
  #at = 0;
  #depth = 0;
  readonly #documents: PendingDocument[] = [];

  constructor(readonly text: string) {}

  expectEnd(): void {
    if (this.#at < this.text.length) throw this.#error(`unexpected \`${this.text[this.#at] ?? ""}'`);
    if (this.#documents.length > 0) this.#readDocuments();
  }

  list(): Node {
    if (++this.#depth > DEEPEST) throw this.#error("too deeply nested");
    const items: Node[] = [];
    for (;;) {
      this.#skipLines();
      if (this.#at >= this.text.length || this.#sees(")") || this.#sees(";;") || CLOSING.has(this.#peekWord())) break;
      items.push(this.#andOr());
      this.#blanks();
      if (this.#sees(";;")) break;
      if (this.#sees("&") && !this.#sees("&&")) throw this.#error("background commands (&) are not emulated");
      if (!this.#takes(";") && !this.#sees("\n")) break;
    }
    this.#depth--;
    return { kind: "list", items };
  }

  #andOr(): Node {
    let left = this.#pipeline();
    for (;;) {
      this.#blanks();
      const kind = this.#takes("&&") ? "and" : this.#takes("||") ? "or" : undefined;
      if (kind === undefined) return left;
      this.#skipLines();
      left = { kind, left, right: this.#pipeline() };
    }
  }

  #pipeline(): Node {
    this.#blanks();
    const negated = this.#takesWord("!");
    const commands = [this.#command()];
    for (;;) {
      this.#blanks();
      if (this.#sees("||") || !this.#takes("|")) break;
      this.#skipLines();
      commands.push(this.#command());
    }
    const [only] = commands;
    return commands.length === 1 && !negated && only !== undefined ? only : { kind: "pipeline", commands, negated };
  }

  #command(): Node {
    this.#blanks();
    const compound = this.#compound();
    if (compound === undefined) return this.#simple();
    const redirections = this.#redirections();
    return redirections.length === 0 ? compound : { kind: "redirected", body: compound, redirections };
  }

  #compound(): Node | undefined {
    if (this.#sees("((")) throw this.#error("`((' is not emulated");
    if (this.#takes("(")) {
      const body = this.list();
      this.#expect(")");
      return { kind: "subshell", body };
    }
    switch (this.#peekWord()) {
      case "{": {
        this.#takesWord("{");
        const body = this.list();
        this.#expectWord("}");
        return body;
      }
      case "if":
        this.#takesWord("if");
        return this.#if();
      case "while":
      case "until": {
        const until = this.#takesWord("until");
        if (!until) this.#takesWord("while");
        const condition = this.list();
        return { kind: "while", until, condition, body: this.#doGroup() };
      }
      case "for":
        this.#takesWord("for");
        return this.#for();
      case "case":
        this.#takesWord("case");
        return this.#case();
      case "[[":
      case "function":
      case "select":
        throw this.#error(`\`${this.#peekWord()}' is bash's and is not emulated`);
      default:
        return this.#function();
    }
  }

  #if(): Node {
    const condition = this.list();
    this.#expectWord("then");
    const then = this.list();
    if (this.#takesWord("elif")) return { kind: "if", condition, then, otherwise: this.#if() };
    const otherwise = this.#takesWord("else") ? this.list() : undefined;
    this.#expectWord("fi");
    return { kind: "if", condition, then, otherwise };
  }

  #for(): Node {
    this.#blanks();
    const name = this.#name() ?? "";
    if (name === "") throw this.#error("`for' needs a name");
    this.#skipLines();
    let words: Word[] | undefined;
    if (this.#takesWord("in")) {
      words = [];
      for (;;) {
        this.#blanks();
        const word = this.#word();
        if (word === undefined) break;
        words.push(word);
      }
    }
    this.#blanks();
    this.#takes(";");
    return { kind: "for", name, words, body: this.#doGroup() };
  }

  #doGroup(): Node {
    this.#skipLines();
    this.#expectWord("do");
    const body = this.list();
    this.#expectWord("done");
    return body;
  }

  #case(): Node {
    this.#blanks();
    const word = this.#word();
    if (word === undefined) throw this.#error("`case' needs a word");
    this.#skipLines();
    this.#expectWord("in");
    const branches: { patterns: Word[]; body: Node }[] = [];
    for (;;) {
      this.#skipLines();
      if (this.#takesWord("esac")) return { kind: "case", word, branches };
      this.#takes("(");
      const patterns: Word[] = [];
      do {
        this.#blanks();
        patterns.push(this.#word() ?? []);
        this.#blanks();
      } while (this.#takes("|"));
      this.#expect(")");
      branches.push({ patterns, body: this.list() });
      this.#skipLines();
      if (!this.#takes(";;") && this.#peekWord() !== "esac") throw this.#error("expected `;;' or `esac'");
    }
  }

  #function(): Node | undefined {
    const start = this.#at;
    const name = this.#name();
    this.#blanks();
    if (name !== undefined && this.#takes("(")) {
      this.#blanks();
      this.#expect(")");
      this.#skipLines();
      return { kind: "function", name, body: this.#command() };
    }
    this.#at = start;
    return undefined;
  }

  #simple(): Node {
    const assignments: [string, Word][] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      this.#blanks();
      const redirection = this.#redirection();
      if (redirection !== undefined) {
        redirections.push(redirection);
        continue;
      }
      const assigned = words.length === 0 ? this.#assignment() : undefined;
      if (assigned !== undefined) {
        assignments.push(assigned);
        continue;
      }
      const word = this.#word();
      if (word === undefined) break;
      words.push(word);
    }
    if (assignments.length + words.length + redirections.length === 0) {
      const next = this.text[this.#at];
      throw this.#error(next === undefined ? "unexpected end" : `unexpected \`${next === "\n" ? "newline" : next}'`);
    }
    return { kind: "simple", assignments, words, redirections };
  }

  #assignment(): [string, Word] | undefined {
    const start = this.#at;
    const name = this.#name();
    if (name !== undefined && this.#takes("=")) return [name, this.#word() ?? []];
    this.#at = start;
    return undefined;
  }

  #redirections(): Redirection[] {
    const found: Redirection[] = [];
    for (;;) {
      this.#blanks();
      const next = this.#redirection();
      if (next === undefined) return found;
      found.push(next);
    }
  }

  #redirection(): Redirection | undefined {
    const match = this.#match(/([0-9]?)(<<-?|<|>>|>&|>\|?)/y);
    if (match === undefined) return undefined;
    const [, number = "", sign = ""] = match;
    const descriptor = number === "" ? (sign.startsWith("<") ? 0 : 1) : Number(number);
    if (descriptor !== 0 && descriptor !== 1 && descriptor !== 2) {
      throw this.#error(`file descriptor ${number} is not emulated`);
    }
    this.#blanks();
    if (sign.startsWith("<<")) return this.#hereDocument(descriptor, sign === "<<-");
    const target = this.#word();
    if (target === undefined) throw this.#error(`\`${sign}' needs a file`);
    return { descriptor, operator: sign === ">|" ? ">" : (sign as Redirection["operator"]), target };
  }

  #hereDocument(descriptor: 0 | 1 | 2, stripTabs: boolean): Redirection {
    const word = this.#word() ?? [];
    const end = word.map((part) => (part.kind === "text" ? part.text : "")).join("");
    const redirection: { descriptor: 0 | 1 | 2; operator: "<<"; target: Word } = {
      descriptor,
      operator: "<<",
      target: [],
    };
    const literal = word.some((part) => part.quoted);
    this.#documents.push({ end, stripTabs, literal, set: (target) => (redirection.target = target) });
    return redirection;
  }

  /** The here-documents that were announced in the line that has just ended. */
  #readDocuments(): void {
    for (const { end, stripTabs, literal, set } of this.#documents.splice(0)) {
      const lines: string[] = [];
      for (;;) {
        if (this.#at >= this.text.length) throw this.#error(`the here-document does not end with ${end}`);
        const stop = this.text.indexOf("\n", this.#at);
        const raw = this.text.slice(this.#at, stop === -1 ? undefined : stop);
        this.#at = stop === -1 ? this.text.length : stop + 1;
        const line = stripTabs ? raw.replace(/^\t+/, "") : raw;
        if (line === end) break;
        lines.push(`${line}\n`);
      }
      const body = lines.join("");
      set(literal ? [{ kind: "text", text: body, quoted: true }] : new Parser(body).#quotedText(undefined));
    }
  }

  /** A word; undefined where none begins. */
  #word(): Word | undefined {
    const parts: Part[] = [];
    const start = this.#at;
    for (;;) {
      const next = this.text[this.#at];
      if (next === undefined || BREAKS.has(next)) break;
      if (next === "'") {
        const stop = this.text.indexOf("'", this.#at + 1);
        if (stop === -1) throw this.#error("unterminated quoted string");
        parts.push({ kind: "text", text: this.text.slice(this.#at + 1, stop), quoted: true });
        this.#at = stop + 1;
      } else if (next === '"') {
        this.#at++;
        const quoted = this.#quotedText('"');
        parts.push(...(quoted.length > 0 ? quoted : [{ kind: "text", text: "", quoted: true } as const]));
      } else if (next === "\\") {
        const escaped = this.text[this.#at + 1] ?? "";
        if (escaped !== "\n") parts.push({ kind: "text", text: escaped || "\\", quoted: true });
        this.#at += 2;
      } else parts.push(this.#expansion(false) ?? this.#plain());
    }
    return this.#at === start ? undefined : parts;
  }

  #plain(): Part {
    const [text = ""] = this.#match(/[^\s;&|()<>'"\\$`]+/y) ?? [];
    if (text !== "") return { kind: "text", text, quoted: false };
    return { kind: "text", text: this.text[this.#at++] ?? "", quoted: false };
  }

  /** Text with expansions up to a closing character, or to the end. */
  #quotedText(end: string | undefined): Part[] {
    const parts: Part[] = [];
    for (;;) {
      const next = this.text[this.#at];
      if (next === undefined) {
        if (end !== undefined) throw this.#error("unterminated quoted string");
        return parts;
      }
      if (next === end) {
        this.#at++;
        return parts;
      }
      if (next === "\\") {
        const escaped = this.text[this.#at + 1] ?? "";
        this.#at += 2;
        const text = escaped === "\n" ? "" : "$`\\".includes(escaped) || escaped === end ? escaped : `\\${escaped}`;
        parts.push({ kind: "text", text, quoted: true });
        continue;
      }
      const expansion = this.#expansion(true);
      if (expansion !== undefined) parts.push(expansion);
      else parts.push({ kind: "text", text: this.text[this.#at++] ?? "", quoted: true });
    }
  }

  #expansion(quoted: boolean): Part | undefined {
    if (this.#sees("$((")) {
      this.#at += 3;
      const expression: Part[] = [];
      for (let depth = 0; ;) {
        if (depth === 0 && this.#takes("))")) return { kind: "arithmetic", expression, quoted };
        const next = this.text[this.#at];
        if (next === undefined) throw this.#error("unterminated `$(('");
        if (next === "(") depth++;
        if (next === ")") depth--;
        expression.push(this.#expansion(true) ?? { kind: "text", text: this.text[this.#at++] ?? "", quoted: true });
      }
    }
    if (this.#takes("$(")) {
      const body = this.list();
      this.#expect(")");
      return { kind: "command", body, quoted };
    }
    if (this.#takes("`")) {
      const [, text = ""] = this.#match(/((?:[^`\\]|\\[\s\S])*)`/y) ?? [];
      return { kind: "command", body: parseShell(text.replaceAll(/\\([`\\$])/g, "$1")), quoted };
    }
    if (this.#takes("${")) return this.#braced(quoted);
    const simple = this.#match(/\$([A-Za-z_]\w*|[0-9?#@*$!-])/y);
    if (simple === undefined) return undefined;
    return { kind: "parameter", name: simple[1] ?? "", operator: undefined, operand: [], quoted };
  }

  #braced(quoted: boolean): Part {
    const length = this.#match(/#([A-Za-z_]\w*|[0-9]+|[@*])\}/y);
    if (length !== undefined) {
      return { kind: "parameter", name: length[1] ?? "", operator: "length", operand: [], quoted };
    }
    const [, name] = this.#match(/([A-Za-z_]\w*|[0-9]+|[?#@*$!-])/y) ?? [];
    if (name === undefined) throw this.#error("bad substitution");
    const [operator] = this.#match(/:?[-=?+]|##?|%%?/y) ?? [];
    const operand = operator === undefined ? [] : this.#operand();
    if (operator === undefined) this.#expect("}");
    return { kind: "parameter", name, operator, operand, quoted };
  }

  /** Up to the brace that closes. */
  #operand(): Part[] {
    const parts: Part[] = [];
    while (!this.#takes("}")) {
      const next = this.text[this.#at];
      if (next === undefined) throw this.#error("unterminated `${'");
      const isBreak = BREAKS.has(next) || next === "}";
      if (isBreak) parts.push({ kind: "text", text: this.text[this.#at++] ?? "", quoted: false });
      else if (next === "'" || next === '"' || next === "\\" || next === "$" || next === "`") {
        const quoted = next === '"' ? (this.#at++, this.#quotedText('"')) : undefined;
        if (quoted !== undefined) parts.push(...quoted);
        else parts.push(...this.#onePart());
      } else parts.push({ kind: "text", text: this.text[this.#at++] ?? "", quoted: false });
    }
    return parts;
  }

  #onePart(): Part[] {
    const expansion = this.#expansion(false);
    if (expansion !== undefined) return [expansion];
    if (this.#takes("'")) {
      const [, text = ""] = this.#match(/([^']*)'/y) ?? [];
      return [{ kind: "text", text, quoted: true }];
    }
    if (this.#takes("\\")) return [{ kind: "text", text: this.text[this.#at++] ?? "", quoted: true }];
    return [{ kind: "text", text: this.text[this.#at++] ?? "", quoted: false }];
  }

  #blanks(): void {
    this.#match(/(?:[ \t]|\\\n)+/y);
    const before = this.text[this.#at - 1];
    if (this.#sees("#") && (before === undefined || BREAKS.has(before))) this.#match(/#[^\n]*/y);
  }

  #skipLines(): void {
    for (;;) {
      this.#blanks();
      if (!this.#takes("\n")) return;
      if (this.#documents.length > 0) this.#readDocuments();
    }
  }

  #name(): string | undefined {
    return this.#match(NAME)?.[0];
  }

  #peekWord(): string {
    NAME.lastIndex = this.#at;
    const [word = ""] =
      /^(?:[A-Za-z]+|\{|\}|!|\[\[)(?=[\s;&|()<>]|$)/.exec(this.text.slice(this.#at, this.#at + 10)) ?? [];
    return word;
  }

  #takesWord(word: string): boolean {
    this.#blanks();
    if (this.#peekWord() !== word) return false;
    this.#at += word.length;
    return true;
  }

  #expectWord(word: string): void {
    this.#skipLines();
    if (!this.#takesWord(word)) throw this.#error(`expected \`${word}'`);
  }

  #sees(text: string): boolean {
    return this.text.startsWith(text, this.#at);
  }

  #takes(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  #expect(text: string): void {
    this.#skipLines();
    if (!this.#takes(text)) throw this.#error(`expected \`${text}'`);
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }

  #error(message: string): ShellSyntaxError {
    const line = this.text.slice(0, this.#at).split("\n").length;
    return new ShellSyntaxError(`${line}: Syntax error: ${message}`);
  }
}
