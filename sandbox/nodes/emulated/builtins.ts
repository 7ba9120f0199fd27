/** The commands that are part of the emulated shell itself. */
import { Leave, ShellError } from "./leave";
import { parseShell } from "./parse";
import type { Streams } from "./machine";
import type { Shell } from "./shell";
import { TOOLS } from "./tools";

/** @returns the exit code */
export type Builtin = (shell: Shell, args: readonly string[], streams: Streams) => Promise<number> | number;

export const BUILTINS: Readonly<Record<string, Builtin>> = {
  ":": () => 0,
  true: () => 0,
  false: () => 1,
  echo: (_, args, { stdout }) => {
    const [first, ...rest] = args;
    if (first === "-n") stdout(rest.join(" "));
    else if (first === "-e") stdout(`${unescaped(rest.join(" "))}\n`);
    else stdout(`${args.join(" ")}\n`);
    return 0;
  },
  printf: (_, [format = "", ...args], { stdout }) => {
    stdout(formatted(format, args));
    return 0;
  },
  test: (shell, args) => test(shell, args),
  "[": (shell, args) => {
    if (args.at(-1) !== "]") throw new ShellError("[: missing ]");
    return test(shell, args.slice(0, -1));
  },
  exit: (shell, [code]) => {
    throw new Leave("exit", code === undefined ? shell.state.status : Number(code) & 255);
  },
  return: (shell, [code]) => {
    throw new Leave("return", code === undefined ? shell.state.status : Number(code) & 255);
  },
  break: (_, [count = "1"]) => {
    throw new Leave("break", Number(count));
  },
  continue: (_, [count = "1"]) => {
    throw new Leave("continue", Number(count));
  },
  cd: (shell, [path = "/root"]) => {
    shell.state.directory = shell.path(path);
    shell.set("PWD", shell.state.directory);
    return 0;
  },
  pwd: (shell, _, { stdout }) => {
    stdout(`${shell.state.directory}\n`);
    return 0;
  },
  export: (shell, args) => {
    for (const word of args) {
      const [, name = "", value] = /^(\w+)(?:=([\s\S]*))?$/.exec(word) ?? [];
      if (value !== undefined) shell.set(name, value);
      shell.state.exported.add(name);
    }
    return 0;
  },
  local: (shell, args) => {
    for (const word of args) {
      const [, name = "", value = ""] = /^(\w+)(?:=([\s\S]*))?$/.exec(word) ?? [];
      shell.set(name, value);
    }
    return 0;
  },
  unset: (shell, args) => {
    for (const name of args) {
      shell.state.variables.delete(name);
      shell.state.functions.delete(name);
    }
    return 0;
  },
  set: (shell, args) => {
    for (const [index, word] of args.entries()) {
      const [, sign, letters = ""] = /^([-+])([A-Za-z]*)$/.exec(word) ?? [];
      if (sign === undefined || word === "--") {
        shell.state.positional = args.slice(word === "--" ? index + 1 : index);
        break;
      }
      if (letters === "o") throw new ShellError("set: -o is not emulated");
      for (const letter of letters) {
        if (sign === "-") shell.state.options.add(letter);
        else shell.state.options.delete(letter);
      }
    }
    return 0;
  },
  shift: (shell, [count = "1"]) => {
    if (Number(count) > shell.state.positional.length) return 1;
    shell.state.positional = shell.state.positional.slice(Number(count));
    return 0;
  },
  read: (shell, args, { stdin }) => {
    const names = args.filter((word) => !word.startsWith("-"));
    const line = stdin.line();
    const words = (line ?? "").trim().split(/[ \t]+/);
    for (const [index, name] of names.entries()) {
      const isLast = index === names.length - 1;
      shell.set(name, isLast ? words.slice(index).join(" ") : (words[index] ?? ""));
    }
    return line === undefined ? 1 : 0;
  },
  eval: (shell, args, streams) => shell.run(parseShell(args.join(" ")), streams),
  exec: (shell, args, streams) => {
    const [name, ...rest] = args;
    if (name === undefined) throw new ShellError("exec without a command is not emulated");
    return run(shell, name, rest, streams).then((status) => {
      throw new Leave("exit", status);
    });
  },
  sh: (shell, args, streams) => runText(shell, args, streams),
  bash: (shell, args, streams) => runText(shell, args, streams),
  command: (shell, args, streams) => {
    const [first = "", ...rest] = args;
    if (first !== "-v") return shell.command(first, rest, streams);
    const [name = ""] = rest;
    const isKnown = Object.hasOwn(BUILTINS, name) || shell.state.functions.has(name);
    const isProgram = Object.hasOwn(shell.machine.programs, name) || Object.hasOwn(TOOLS, name);
    if (isKnown) streams.stdout(`${name}\n`);
    else if (isProgram) streams.stdout(`/usr/bin/${name}\n`);
    return isKnown || isProgram ? 0 : 1;
  },
  trap: () => {
    throw new ShellError("trap is not emulated");
  },
  umask: () => 0,
  wait: () => 0,
};

function run(shell: Shell, name: string, args: readonly string[], streams: Streams): Promise<number> {
  return Promise.resolve(shell.command(name, args, streams));
}

/** `sh -c TEXT NAME ARGS` */
function runText(shell: Shell, [option, text = "", ...rest]: readonly string[], streams: Streams): Promise<number> {
  if (option !== "-c") throw new ShellError("sh: only `sh -c' is emulated");
  return shell.inner(rest[0] ?? "sh", rest.slice(1), text, streams);
}

function test(shell: Shell, args: readonly string[]): number {
  const [first, second, third] = args;
  if (first === "!") return Number(test(shell, args.slice(1)) === 0);
  for (const joint of ["-o", "-a"]) {
    const at = args.indexOf(joint);
    if (args.length > 3 && at > 0) {
      const [left, right] = [test(shell, args.slice(0, at)), test(shell, args.slice(at + 1))];
      return joint === "-a" ? Math.max(left, right) : Math.min(left, right);
    }
  }
  if (first === undefined) return 1;
  if (second === undefined) return Number(first === "");
  if (third === undefined) return Number(!unary(shell, first, second));
  return Number(!binary(first, second, third));
}

function unary(shell: Shell, operator: string, operand: string): boolean {
  const path = shell.path(operand);
  const { files } = shell.machine;
  const isFolder = path === "/" || [...files.keys()].some((file) => file.startsWith(`${path}/`));
  switch (operator) {
    case "-n":
      return operand !== "";
    case "-z":
      return operand === "";
    case "-f":
      return files.has(path);
    case "-d":
      return isFolder;
    case "-e":
    case "-r":
    case "-w":
      return files.has(path) || isFolder;
    case "-s":
      return (files.get(path) ?? "") !== "";
    case "-x":
      return (
        /^\/(usr\/)?s?bin\/[^/]+$/.test(path) && Object.hasOwn(shell.machine.programs, path.split("/").at(-1) ?? "")
      );
    default:
      throw new ShellError(`test: ${operator} is not emulated`);
  }
}

function binary(left: string, operator: string, right: string): boolean {
  const number = (text: string): number => {
    if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new ShellError(`test: Illegal number: ${text}`);
    return Number(text);
  };
  switch (operator) {
    case "=":
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "-eq":
      return number(left) === number(right);
    case "-ne":
      return number(left) !== number(right);
    case "-lt":
      return number(left) < number(right);
    case "-le":
      return number(left) <= number(right);
    case "-gt":
      return number(left) > number(right);
    case "-ge":
      return number(left) >= number(right);
    default:
      throw new ShellError(`test: ${operator} is not emulated`);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", a: "\u0007", b: "\b" };

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:0?([0-7]{1,3})|([ntr\\ab]))/g, (_, octal: string | undefined, letter: string) =>
    octal === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(parseInt(octal, 8) & 255),
  );
}

/** The format is used again as long as arguments are left. */
function formatted(format: string, args: readonly string[]): string {
  const left = [...args];
  let text = "";
  do {
    const before = left.length;
    text += unescaped(format).replaceAll(/%(-?)(\d*)([sdb%])/g, (_, minus: string, width: string, kind: string) => {
      if (kind === "%") return "%";
      const value = left.shift() ?? (kind === "d" ? "0" : "");
      const shown = kind === "b" ? unescaped(value) : value;
      const length = Math.min(Number(width), 1_000);
      return minus === "" ? shown.padStart(length) : shown.padEnd(length);
    });
    if (left.length === before) break;
  } while (left.length > 0);
  return text;
}
