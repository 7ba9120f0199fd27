/** The programs of a Linux node, as shell scripts that give the answers of the node's description. */
import type { ProgramAnswer } from "./schema";

/** Quotes any string as one word for the shell. */
export function shellWord(string: string): string {
  return `'${string.replaceAll("'", "'\\''")}'`;
}

/** The output with a line feed at the end, as programs print it. Empty output stays empty. */
export function printed(output: string | undefined): string {
  return output === undefined || output === "" || output.endsWith("\n") ? (output ?? "") : `${output}\n`;
}

/**
 * The content of the executable file that gives the first of these answers that matches the arguments.
 * @param healthy the script of the program on a healthy node, which answers if nothing else matches
 */
export function programScript(name: string, answers: readonly ProgramAnswer[], healthy?: string): string {
  const branches = answers.map((answer) => `${casePattern(answer.args)})\n${body(name, answer)}\n;;`);
  const otherwise = healthy ?? noAnswer(name);
  if (branches.length === 0) return `#!/bin/sh\n${otherwise}`;
  return ["#!/bin/sh", 'case "$*" in', ...branches, "esac", otherwise].join("\n");
}

function noAnswer(name: string): string {
  const text = `no answer is described for these arguments; add one under programs.${name} in the nodes file`;
  return `printf '%s\\n' ${shellWord(`${name}: ${text}`)} >&2\nexit 127\n`;
}

function body(name: string, { script, stdout, stderr, exitCode = 0, takesSeconds = 0 }: ProgramAnswer): string {
  const waits = takesSeconds > 0 ? [`sleep ${takesSeconds}`] : [];
  // The emulated shell goes on after exec.
  if (script !== undefined) return [...waits, `/bin/sh -c ${shellWord(script)} ${name} "$@"`, "exit $?"].join("\n");
  return [
    ...waits,
    `printf %s ${shellWord(printed(stdout))}`,
    `printf %s ${shellWord(printed(stderr))} >&2`,
    `exit ${exitCode}`,
  ].join("\n");
}

/** A pattern for the shell's `case`, in which only `*`, `?`, brackets and `|` are special, so that it cannot end early. */
function casePattern(args: string | undefined): string {
  return casePatterns(args)
    .map((alternative) => alternative.replaceAll(/[^*?[\]]+/g, shellWord) || "''")
    .join("|");
}

/** The shell patterns that arguments may match. */
function casePatterns(args: string | undefined): readonly string[] {
  return args === undefined ? ["*"] : args.split("|");
}
