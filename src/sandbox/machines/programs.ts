/** The programs of a Linux node, as the shell texts that answer what the node's description says. */
import type { ProgramAnswer } from "./schema";

/** A text as one word of the shell's language, whatever is in it. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The text with a line feed at the end, as programs print it; what is empty stays so. */
export function printed(text: string | undefined): string {
  return text === undefined || text === "" || text.endsWith("\n") ? (text ?? "") : `${text}\n`;
}

/** The content of the executable file that gives these answers: the first that fits the arguments. */
export function programText(name: string, answers: readonly ProgramAnswer[]): string {
  const branches = answers.map((answer) => `${casePattern(answer.args)})\n${body(name, answer)}\n;;`);
  const unanswered = `no answer is described for these arguments; add one under programs.${name} in the nodes file`;
  return [
    "#!/bin/sh",
    'case "$*" in',
    ...branches,
    "*)",
    `printf '%s\\n' ${shellWord(`${name}: ${unanswered}`)} >&2`,
    "exit 1",
    ";;",
    "esac",
    "",
  ].join("\n");
}

function body(name: string, { script, stdout, stderr, exitCode = 0, takesSeconds = 0 }: ProgramAnswer): string {
  const waits = takesSeconds > 0 ? [`sleep ${takesSeconds}`] : [];
  if (script !== undefined) return [...waits, `exec /bin/sh -c ${shellWord(script)} ${name} "$@"`].join("\n");
  return [
    ...waits,
    `printf %s ${shellWord(printed(stdout))}`,
    `printf %s ${shellWord(printed(stderr))} >&2`,
    `exit ${exitCode}`,
  ].join("\n");
}

/** For the shell's `case`: only `*`, `?`, brackets and `|` keep their meaning, so that nothing else can end it. */
function casePattern(args: string | undefined): string {
  return casePatterns(args)
    .map((alternative) => alternative.replaceAll(/[^*?[\]]+/g, shellWord) || "''")
    .join("|");
}

/** The shell patterns that arguments may match. */
function casePatterns(args: string | undefined): readonly string[] {
  return args === undefined ? ["*"] : args.split("|");
}
