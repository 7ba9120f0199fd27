/**
 * A POSIX shell without processes, for machines that offer no isolation: it knows the common parts of the language, reaches
 * nothing but the node's own files in memory, and refuses what it does not know.
 */
import { posix } from "node:path";
import { casePatterns, printed } from "../programs";
import type { ProgramAnswer } from "../schema";
import { calculate } from "./arithmetic";
import { BUILTINS } from "./builtins";
import { Leave, ShellError } from "./leave";
import { Input, type Machine, type Streams } from "./machine";
import { parseShell } from "./parse";
import { escaped, matches, withoutMatch } from "./patterns";
import { ShellSyntaxError, type Node, type Part, type Redirection, type Word } from "./syntax";
import { ToolError, TOOLS } from "./tools";

export interface ShellState {
  /** What the shell calls itself in messages. */
  readonly name: string;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly functions: Map<string, Node>;
  readonly options: Set<string>;
  positional: readonly string[];
  directory: string;
  status: number;
}

/** `$*` and `$@` where they are not quoted, and everything else that is split. */
const FIELD_BREAKS = /[ \t\n]+/;

export class Shell {
  constructor(
    readonly state: ShellState,
    readonly machine: Machine,
  ) {}

  /** Runs a text to its end. @returns the exit code. @throws the signal's reason, OutOfResources */
  async script(text: string, streams: Streams): Promise<number> {
    try {
      return await this.run(parseShell(text), streams);
    } catch (error) {
      if (error instanceof Leave)
        return error.what === "exit" || error.what === "return" ? error.value : this.state.status;
      if (error instanceof ShellSyntaxError || error instanceof ShellError) {
        streams.stderr(`${this.state.name}: ${error.message}\n`);
        return 2;
      }
      throw error;
    }
  }

  /** @returns the exit code */
  async run(node: Node, streams: Streams, isTested = false): Promise<number> {
    const { machine } = this;
    await machine.turns.step(machine.signal);
    const status = await machine.turns.deeper(() => this.#dispatch(node, streams, isTested));
    this.state.status = status;
    const isOne = node.kind === "simple" || node.kind === "pipeline" || node.kind === "subshell";
    if (
      status !== 0 &&
      isOne &&
      !isTested &&
      this.state.options.has("e") &&
      !(node.kind === "pipeline" && node.negated)
    ) {
      throw new Leave("exit", status);
    }
    return status;
  }

  async #dispatch(node: Node, streams: Streams, isTested: boolean): Promise<number> {
    switch (node.kind) {
      case "simple":
        return this.#simple(node, streams);
      case "list": {
        let status = 0;
        for (const item of node.items) status = await this.run(item, streams, isTested);
        return status;
      }
      case "and":
      case "or": {
        const left = await this.run(node.left, streams, true);
        return (left === 0) === (node.kind === "and") ? this.run(node.right, streams, isTested) : left;
      }
      case "pipeline":
        return this.#pipeline(node.commands, node.negated, streams, isTested);
      case "if": {
        const chosen = (await this.run(node.condition, streams, true)) === 0 ? node.then : node.otherwise;
        return chosen === undefined ? 0 : this.run(chosen, streams, isTested);
      }
      case "while":
        return this.#loop(
          async () => ((await this.run(node.condition, streams, true)) === 0) !== node.until,
          node.body,
          streams,
        );
      case "for": {
        const values = node.words === undefined ? [...this.state.positional] : await this.#fields(node.words, streams);
        return this.#loop(
          () => {
            const next = values.shift();
            if (next !== undefined) this.set(node.name, next);
            return Promise.resolve(next !== undefined);
          },
          node.body,
          streams,
        );
      }
      case "case": {
        const text = await this.#text(node.word, streams);
        for (const { patterns, body } of node.branches) {
          for (const pattern of patterns) {
            if (matches(text, await this.#pattern(pattern, streams))) return this.run(body, streams, isTested);
          }
        }
        return 0;
      }
      case "subshell":
        return this.#child().#contained(node.body, streams);
      case "function":
        this.state.functions.set(node.name, node.body);
        return 0;
      case "redirected": {
        const { inner, done } = await this.#redirect(node.redirections, streams);
        try {
          return await this.run(node.body, inner, isTested);
        } finally {
          done();
        }
      }
    }
  }

  async #pipeline(commands: readonly Node[], negated: boolean, streams: Streams, isTested: boolean): Promise<number> {
    let stdin = streams.stdin;
    let status = 0;
    for (const [index, command] of commands.entries()) {
      const isLast = index === commands.length - 1;
      const piped = this.machine.turns.growing();
      const stdout = isLast ? streams.stdout : piped.take;
      const inner = { ...streams, stdin, stdout };
      status =
        commands.length === 1
          ? await this.run(command, inner, isTested || negated)
          : await this.#child().#contained(command, inner);
      stdin = new Input(piped.text());
    }
    return negated ? Number(status === 0) : status;
  }

  async #loop(goesOn: () => Promise<boolean>, body: Node, streams: Streams): Promise<number> {
    let status = 0;
    while (await goesOn()) {
      await this.machine.turns.step(this.machine.signal);
      try {
        status = await this.run(body, streams);
      } catch (error) {
        if (!(error instanceof Leave) || (error.what !== "break" && error.what !== "continue")) throw error;
        if (error.value > 1) throw new Leave(error.what, error.value - 1);
        if (error.what === "break") break;
      }
    }
    return status;
  }

  /** What a subshell does to variables and by `exit` stays in it. */
  async #contained(node: Node, streams: Streams): Promise<number> {
    try {
      return await this.run(node, streams);
    } catch (error) {
      if (error instanceof Leave)
        return error.what === "exit" || error.what === "return" ? error.value : this.state.status;
      throw error;
    }
  }

  #child(): Shell {
    const { variables, exported, functions, options } = this.state;
    return new Shell(
      {
        ...this.state,
        variables: new Map(variables),
        exported: new Set(exported),
        functions: new Map(functions),
        options: new Set(options),
      },
      this.machine,
    );
  }

  async #simple(node: Extract<Node, { kind: "simple" }>, streams: Streams): Promise<number> {
    const [name, ...args] = await this.#fields(node.words, streams);
    const { inner, done } = await this.#redirect(node.redirections, streams);
    try {
      if (name === undefined) {
        this.state.status = 0;
        for (const [variable, word] of node.assignments) this.set(variable, await this.#text(word, streams));
        return this.state.status;
      }
      if (node.assignments.length === 0) return await this.command(name, args, inner);
      const before = new Map(this.state.variables);
      const exported = new Set(this.state.exported);
      for (const [variable, word] of node.assignments) {
        this.set(variable, await this.#text(word, streams));
        this.state.exported.add(variable);
      }
      try {
        return await this.command(name, args, inner);
      } finally {
        for (const [variable] of node.assignments) {
          const value = before.get(variable);
          if (value === undefined) this.state.variables.delete(variable);
          else this.state.variables.set(variable, value);
          if (!exported.has(variable)) this.state.exported.delete(variable);
        }
      }
    } finally {
      done();
    }
  }

  /** A function, a built-in command or a program. */
  async command(name: string, args: readonly string[], streams: Streams): Promise<number> {
    const body = this.state.functions.get(name);
    if (body !== undefined) return this.#call(body, args, streams);
    const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
    if (builtin !== undefined) return builtin(this, args, streams);
    const program = /^\/(?:usr\/)?s?bin\//.test(name) ? posix.basename(name) : name;
    if (Object.hasOwn(this.machine.programs, program)) {
      return this.#program(program, this.machine.programs[program] ?? [], args, streams);
    }
    const tool = Object.hasOwn(TOOLS, program) ? TOOLS[program] : undefined;
    if (tool === undefined) {
      streams.stderr(`${this.state.name}: ${name}: command not found\n`);
      return 127;
    }
    try {
      const { machine } = this;
      return await tool(args, { ...streams, machine, resolve: this.path, environment: () => this.#environment() });
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      streams.stderr(`${program}: ${error.message}\n`);
      return program === "grep" ? 2 : 1;
    }
  }

  async #call(body: Node, args: readonly string[], streams: Streams): Promise<number> {
    const outer = this.state.positional;
    this.state.positional = args;
    try {
      return await this.run(body, streams);
    } catch (error) {
      if (error instanceof Leave && error.what === "return") return error.value;
      throw error;
    } finally {
      this.state.positional = outer;
    }
  }

  async #program(
    name: string,
    answers: readonly ProgramAnswer[],
    args: readonly string[],
    streams: Streams,
  ): Promise<number> {
    const given = args.join(" ");
    const found = answers.find((answer) => casePatterns(answer.args).some((pattern) => matches(given, pattern)));
    if (found === undefined) {
      streams.stderr(
        `${name}: no answer is described for these arguments; add one under programs.${name} in the nodes file\n`,
      );
      return 1;
    }
    const { script, stdout, stderr, exitCode = 0, takesSeconds = 0 } = found;
    if (takesSeconds > 0) await this.machine.sleep(takesSeconds);
    if (script !== undefined) return this.inner(name, args, script, streams);
    streams.stdout(printed(stdout));
    streams.stderr(printed(stderr));
    return exitCode;
  }

  /** Another shell that inherits only what is exported. */
  inner(name: string, args: readonly string[], text: string, streams: Streams): Promise<number> {
    const environment = this.#environment();
    const state: ShellState = {
      name,
      variables: new Map(environment),
      exported: new Set(environment.map(([variable]) => variable)),
      functions: new Map(),
      options: new Set(),
      positional: args,
      directory: this.state.directory,
      status: 0,
    };
    return this.machine.turns.deeper(() => new Shell(state, this.machine).script(text, streams));
  }

  set(name: string, value: string): void {
    this.state.variables.set(name, this.machine.turns.text(value));
  }

  readonly path = (path: string): string => posix.resolve(this.state.directory, path);

  #environment(): (readonly [string, string])[] {
    return [...this.state.exported].map((name) => [name, this.state.variables.get(name) ?? ""] as const);
  }

  async #redirect(redirections: readonly Redirection[], outer: Streams): Promise<{ inner: Streams; done: () => void }> {
    let inner = outer;
    const written = new Map<string, () => string>();
    for (const { descriptor, operator, target } of redirections) {
      const text = await this.#text(target, outer);
      if (operator === "<<") inner = { ...inner, stdin: new Input(text) };
      else if (operator === ">&") {
        if (text !== "1" && text !== "2") throw new ShellError(`${text}: only descriptors 1 and 2 are emulated`);
        const output = text === "1" ? inner.stdout : inner.stderr;
        inner = descriptor === 2 ? { ...inner, stderr: output } : { ...inner, stdout: output };
      } else if (operator === "<") {
        const content = text === "/dev/null" ? "" : this.machine.files.get(this.path(text));
        if (content === undefined) throw new ShellError(`${text}: No such file or directory`);
        inner = { ...inner, stdin: new Input(content) };
      } else {
        const path = this.path(text);
        const content = this.machine.turns.growing(operator === ">>" ? this.machine.files.get(path) : "");
        const isKept = path !== "/dev/null";
        if (isKept) written.set(path, content.text);
        const output = isKept ? content.take : () => undefined;
        inner = descriptor === 2 ? { ...inner, stderr: output } : { ...inner, stdout: output };
      }
    }
    const done = () => {
      for (const [path, content] of written) this.machine.files.set(path, content());
    };
    return { inner, done };
  }

  /** Words after expansion and field splitting. Path names are not expanded: a node's files are few. */
  async #fields(words: readonly Word[], streams: Streams): Promise<string[]> {
    const fields: string[] = [];
    for (const word of words) {
      let current: string | undefined;
      for (const part of word) {
        if (part.kind === "parameter" && part.name === "@" && part.operator === undefined && part.quoted) {
          const [first, ...rest] = this.state.positional;
          if (first === undefined) continue;
          current = (current ?? "") + first;
          for (const argument of rest) {
            fields.push(current);
            current = argument;
          }
          continue;
        }
        const text = await this.#part(part, streams);
        if (part.quoted || part.kind === "text") {
          if (text !== "" || part.quoted) current = (current ?? "") + text;
          continue;
        }
        const pieces = text.split(FIELD_BREAKS);
        for (const [index, piece] of pieces.entries()) {
          if (index > 0 && current !== undefined) {
            fields.push(current);
            current = undefined;
          }
          if (piece !== "") current = (current ?? "") + piece;
        }
      }
      if (current !== undefined) fields.push(current);
    }
    return fields;
  }

  async #text(word: Word, streams: Streams): Promise<string> {
    let text = "";
    for (const part of word) text += await this.#part(part, streams);
    return this.machine.turns.text(text);
  }

  /** What is quoted in a pattern stands for itself. */
  async #pattern(word: Word, streams: Streams): Promise<string> {
    let pattern = "";
    for (const part of word) {
      const text = await this.#part(part, streams);
      pattern += part.quoted ? escaped(text) : text;
    }
    return pattern;
  }

  async #part(part: Part, streams: Streams): Promise<string> {
    switch (part.kind) {
      case "text":
        return part.text;
      case "parameter":
        return this.#parameter(part, streams);
      case "arithmetic":
        try {
          return String(
            calculate(await this.#text(part.expression, streams), (name) => this.state.variables.get(name) ?? ""),
          );
        } catch (error) {
          throw new ShellError((error as Error).message);
        }
      case "command": {
        const said = this.machine.turns.growing();
        this.state.status = await this.#child().#contained(part.body, { ...streams, stdout: said.take });
        return said.text().replace(/\n+$/, "");
      }
    }
  }

  async #parameter(part: Extract<Part, { kind: "parameter" }>, streams: Streams): Promise<string> {
    const { name, operator, operand } = part;
    const value = this.#valueOf(name);
    if (operator === undefined || operator === "length") {
      if (value === undefined && this.state.options.has("u")) throw new ShellError(`${name}: parameter not set`);
      return operator === undefined ? (value ?? "") : String([...(value ?? "")].length);
    }
    if (operator.startsWith("#") || operator.startsWith("%")) {
      const side = operator.startsWith("#") ? "start" : "end";
      return withoutMatch(value ?? "", await this.#pattern(operand, streams), side, operator.length === 2);
    }
    const isMissing = value === undefined || (operator.startsWith(":") && value === "");
    if (operator.endsWith("+")) return isMissing ? "" : this.#text(operand, streams);
    if (!isMissing) return value;
    const other = await this.#text(operand, streams);
    if (operator.endsWith("?")) throw new ShellError(`${name}: ${other || "parameter not set"}`);
    if (operator.endsWith("=")) this.set(name, other);
    return other;
  }

  #valueOf(name: string): string | undefined {
    const { state } = this;
    if (name === "?") return String(state.status);
    if (name === "#") return String(state.positional.length);
    if (name === "@" || name === "*") return state.positional.join(" ");
    if (name === "$") return "1";
    if (name === "!" || name === "-") return "";
    if (name === "0") return state.name;
    if (/^\d+$/.test(name)) return state.positional[Number(name) - 1];
    return state.variables.get(name);
  }
}
