/** Runs one script in just-bash, a bash written in TypeScript that starts no process. */
import { Bash, defineCommand, type Command, type CommandName, type ExecResult } from "just-bash";
import type { EmulatedOutcome, EmulatedScript } from "./messages";
import type { NodeFiles } from "./machine-files";
import { repairs } from "./repairs";
import type { ScriptControl } from "./script-control";
import { withoutEnd } from "./script-end";
import { SMALL_PROGRAMS } from "./small-programs";

/** The commands of just-bash that Amazon Linux has too. */
const TOOLS =
  "alias awk base64 basename bash cat chmod clear column comm cp cut date diff dirname du echo egrep env expand expr false fgrep file find fold grep gunzip gzip head help history hostname join jq ln ls md5sum mkdir mv nl od paste printenv printf pwd readlink rev rm rmdir sed seq sh sha1sum sha256sum sleep sort split stat tac tail tar tee time timeout touch tr true unalias unexpand uniq wc which xargs zcat".split(
    " ",
  ) as readonly CommandName[];

/** In bytes. A script that prints more fails, whereas the agent would keep 24,000 characters. */
const MOST_OUTPUT = 8 * 1024 * 1024;
const LARGEST_TEXT = 8 * 1024 * 1024;

export async function runScript(
  script: EmulatedScript,
  files: NodeFiles,
  control: ScriptControl,
): Promise<EmulatedOutcome> {
  const { node, environment, directory, path, source } = script;
  if (!(await isFolder(files, directory))) return "no-directory";
  const { interpreter, options } = firstLine(source);
  if (interpreter !== undefined) {
    const why = `${interpreter}: bad interpreter: No such file or directory`;
    return { exitCode: 127, stdout: "", stderr: `sh: ${path}: ${why}\n` };
  }
  const own = new Set([...Object.keys(SMALL_PROGRAMS), ...Object.keys(node.programs)]);
  const bash = new Bash({
    fs: files,
    cwd: directory,
    env: { ...environment },
    commands: TOOLS.filter((name) => !own.has(name)),
    customCommands: [ENVIRONMENT, sleepCommand(control)].filter(({ name }) => !own.has(name)),
    processInfo: { pid: 2000, ppid: 1999, uid: 0, gid: 0 },
    executionLimits: {
      maxExecutionTimeMs: Infinity,
      maxOutputSize: MOST_OUTPUT,
      maxStringLength: LARGEST_TEXT,
    },
    // It would change globals that other scripts of this thread use, and the thread has nothing that it protects.
    defenseInDepth: false,
  });
  bash.registerTransformPlugin(repairs);
  const result = await bash.exec(`${options}${source}\n`, {
    rawScript: true,
    signal: signalOf(control),
    env: { "0": path, HOSTNAME: node.hostname },
  });
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: withoutEnd(result.stderr) };
}

async function isFolder(files: NodeFiles, path: string): Promise<boolean> {
  return (await files.exists(path)) && (await files.stat(path)).isDirectory;
}

/** The interpreter of the `#!` line if it is not a shell, or the shell's options. */
function firstLine(source: string): { readonly interpreter?: string; readonly options: string } {
  const [, program = "", argument = ""] = /^#![ \t]*(\S+)(?:[ \t]+(\S+))?/.exec(source) ?? [];
  const isEnv = program.endsWith("/env");
  const name = isEnv ? argument : program;
  if (name !== "" && !/(^|\/)(ba|da)?sh$/.test(name)) return { interpreter: name, options: "" };
  return { options: !isEnv && /^-[a-z]+$/i.test(argument) ? `set ${argument};` : "" };
}

/** Replaces just-bash's `env`, which prints every variable of the shell. */
const ENVIRONMENT: Command = defineCommand("env", async (args, context) => {
  if (args.length > 0) return (await context.origCommand?.(args)) ?? done();
  const lines = Object.entries(context.exportedEnv ?? {}).map(([name, value]) => `${name}=${value}\n`);
  return done(lines.join(""));
});

const sleepCommand = (control: ScriptControl): Command =>
  defineCommand("sleep", async (args, context) => {
    const wrong = args.find((word) => !/^(\d+\.?\d*|\.\d+)[smhd]?$/.test(word));
    if (wrong !== undefined) return { stdout: "", stderr: `sleep: invalid time interval '${wrong}'\n`, exitCode: 1 };
    if (args.length === 0) return { stdout: "", stderr: "sleep: missing operand\n", exitCode: 1 };
    await control.sleep(`sleep ${args.join(" ")}`, context.signal);
    return done();
  });

const done = (stdout = ""): ExecResult => ({ stdout, stderr: "", exitCode: 0 });

/** A signal that just-bash checks before each statement. */
function signalOf(control: ScriptControl): AbortSignal {
  const { signal } = new AbortController();
  Object.defineProperty(signal, "aborted", {
    get: () => {
      control.goOn();
      return false;
    },
  });
  return signal;
}
