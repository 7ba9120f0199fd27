/** The programs that an emulated node has besides those of its description: small forms of the usual ones. */
import { posix } from "node:path";
import type { Machine, Streams } from "./machine";

export interface ToolContext extends Streams {
  readonly machine: Machine;
  /** Absolute path of a path as the command wrote it. */
  readonly resolve: (path: string) => string;
  /** Exported variables. */
  readonly environment: () => readonly (readonly [string, string])[];
}

/** @returns the exit code */
export type Tool = (args: readonly string[], context: ToolContext) => Promise<number> | number;

/** An answer in the form of the program's own complaints. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

export const TOOLS: Readonly<Record<string, Tool>> = {
  cat: (args, context) => {
    for (const file of args.length === 0 ? ["-"] : args) context.stdout(content(context, file));
    return 0;
  },
  head: (args, context) => firstOrLast(args, context, (lines, count) => lines.slice(0, count)),
  tail: (args, context) => firstOrLast(args, context, (lines, count) => lines.slice(Math.max(0, lines.length - count))),
  wc: (args, context) => {
    const [option, ...files] = args;
    const text = input(context, files);
    const counts: Record<string, number> = {
      "-l": text.split("\n").length - 1,
      "-w": text.split(/\s+/).filter(Boolean).length,
      "-c": Buffer.byteLength(text),
    };
    const count = counts[option ?? ""];
    if (count === undefined) throw new ToolError("only one of -l, -w and -c is emulated");
    context.stdout(`${count}\n`);
    return 0;
  },
  grep,
  sort: (args, context) => {
    const { options, operands } = split(args, "ru");
    const lines = linesOf(input(context, operands)).sort();
    const ordered = options.has("r") ? lines.reverse() : lines;
    context.stdout(joined(options.has("u") ? [...new Set(ordered)] : ordered));
    return 0;
  },
  uniq: (args, context) => {
    const lines = linesOf(input(context, args));
    context.stdout(joined(lines.filter((line, index) => line !== lines[index - 1])));
    return 0;
  },
  tee: (args, context) => {
    const text = context.stdin.all();
    for (const file of args) context.machine.files.set(context.resolve(file), text);
    context.stdout(text);
    return 0;
  },
  sleep: async (args, { machine }) => {
    const seconds = args.map((word) => {
      const [, count = "", unit = "s"] = /^(\d*\.?\d+)([smhd]?)$/.exec(word) ?? [];
      if (count === "") throw new ToolError(`invalid time interval '${word}'`);
      return Number(count) * ({ m: 60, h: 3600, d: 86_400 }[unit] ?? 1);
    });
    await machine.sleep(seconds.reduce((sum, each) => sum + each, 0));
    return 0;
  },
  date: (args, { stdout }) => {
    const format = args.find((word) => word.startsWith("+"))?.slice(1) ?? "%a %b %d %H:%M:%S UTC %Y";
    stdout(`${dateText(new Date(), format)}\n`);
    return 0;
  },
  id: (args, { stdout }) => {
    stdout(args[0] === "-u" || args[0] === "-g" ? "0\n" : "uid=0(root) gid=0(root) groups=0(root)\n");
    return 0;
  },
  whoami: (_, { stdout }) => {
    stdout("root\n");
    return 0;
  },
  env: (args, { stdout, environment }) => {
    if (args.length > 0) throw new ToolError("arguments are not emulated");
    stdout(joined(environment().map(([name, value]) => `${name}=${value}`)));
    return 0;
  },
  basename: ([path = "", suffix], { stdout }) => {
    stdout(`${posix.basename(path, suffix)}\n`);
    return 0;
  },
  dirname: ([path = ""], { stdout }) => {
    stdout(`${posix.dirname(path)}\n`);
    return 0;
  },
  seq: (args, { stdout }) => {
    const [last = 0, first = 1] = args.map(Number).reverse();
    if (!Number.isInteger(first) || !Number.isInteger(last) || last - first > 100_000)
      throw new ToolError("invalid range");
    for (let number = first; number <= last; number++) stdout(`${number}\n`);
    return 0;
  },
  mkdir: () => 0,
  touch: (args, context) => {
    for (const file of args.filter((word) => !word.startsWith("-"))) {
      const path = context.resolve(file);
      if (!context.machine.files.has(path)) context.machine.files.set(path, "");
    }
    return 0;
  },
  rm: (args, context) => {
    const { options, operands } = split(args, "rRf");
    for (const file of operands) {
      const path = context.resolve(file);
      const found = [...context.machine.files.keys()].filter((key) => key === path || key.startsWith(`${path}/`));
      if (found.length === 0 && !options.has("f"))
        throw new ToolError(`cannot remove '${file}': No such file or directory`);
      for (const key of found) context.machine.files.delete(key);
    }
    return 0;
  },
};

function content(context: ToolContext, file: string): string {
  if (file === "-") return context.stdin.all();
  const path = context.resolve(file);
  const text = path === "/dev/null" ? "" : context.machine.files.get(path);
  if (text === undefined) throw new ToolError(`${file}: No such file or directory`);
  return text;
}

function input(context: ToolContext, files: readonly string[]): string {
  return (files.length === 0 ? ["-"] : files).map((file) => content(context, file)).join("");
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** Options of one letter, and what is none. */
function split(args: readonly string[], known: string): { options: Set<string>; operands: string[] } {
  const options = new Set<string>();
  const operands: string[] = [];
  for (const word of args) {
    if (!/^-[A-Za-z]/.test(word)) operands.push(word);
    else
      for (const letter of word.slice(1)) {
        if (!known.includes(letter)) throw new ToolError(`option -${letter} is not emulated`);
        options.add(letter);
      }
  }
  return { options, operands };
}

function firstOrLast(
  args: readonly string[],
  context: ToolContext,
  choose: (lines: readonly string[], count: number) => readonly string[],
): number {
  const [, attached] = /^-n?(\d+)$/.exec(args[0] ?? "") ?? [];
  const count = attached ?? (args[0] === "-n" ? args[1] : undefined);
  const files = attached !== undefined ? args.slice(1) : count !== undefined ? args.slice(2) : args;
  context.stdout(joined(choose(linesOf(input(context, files)), Number(count ?? 10))));
  return 0;
}

function grep(args: readonly string[], context: ToolContext): number {
  const { options, operands } = split(args, "qviEFcwx");
  const [pattern = "", ...files] = operands;
  let expression = options.has("F") ? pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&") : pattern;
  if (options.has("w")) expression = `\\b(?:${expression})\\b`;
  if (options.has("x")) expression = `^(?:${expression})$`;
  const compiled = compile(expression, options.has("i") ? "i" : "");
  const found = linesOf(input(context, files)).filter((line) => compiled.test(line) !== options.has("v"));
  if (options.has("c")) context.stdout(`${found.length}\n`);
  else if (!options.has("q")) context.stdout(joined(found));
  return found.length > 0 ? 0 : 1;
}

function compile(expression: string, flags: string): RegExp {
  // Repetitions of repetitions can take for ever, and nothing could stop them.
  if (/[*+}][^()]*\)[*+{]/.test(expression)) throw new ToolError("repetitions of repetitions are not emulated");
  try {
    return new RegExp(expression, flags);
  } catch {
    throw new ToolError(`the regular expression is not emulated: ${expression}`);
  }
}

function dateText(date: Date, format: string): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const [weekday = "", day = "", month = "", year = ""] = date.toUTCString().split(/,? /);
  const values: Record<string, string> = {
    Y: year,
    m: two(date.getUTCMonth() + 1),
    d: day,
    H: two(date.getUTCHours()),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    a: weekday,
    b: month,
    s: String(Math.floor(date.getTime() / 1000)),
    Z: "UTC",
    z: "+0000",
    F: date.toISOString().slice(0, 10),
    T: date.toISOString().slice(11, 19),
    "%": "%",
  };
  return format.replaceAll(/%([A-Za-z%])/g, (whole, letter: string) => values[letter] ?? whole);
}
