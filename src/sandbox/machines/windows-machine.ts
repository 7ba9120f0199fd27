/**
 * Emulates a Windows node. PowerShell is not run: the description has answers for scripts that contain or match a string.
 */
import { garbled } from "./code-page";
import type { NodeDescription } from "./description";
import { keptOutput } from "./kept-output";
import { waitWithinLimit, type MachineTime } from "./machine-time";
import { printed } from "./programs";
import type { WindowsAnswer } from "./schema";
import { exited, notStarted, type MachineScript, type ScriptResult } from "./script";

/** The SSM Agent's exit code for a script that timed out or was cancelled on Windows. */
const ENDED_ON_WINDOWS = -1;

/** A statement after which Windows PowerShell's console writes UTF-8. */
const WRITES_UTF8 =
  /\bchcp(?:\.com)?\s+65001\b|\[Console\]::OutputEncoding\s*=\s*\[(?:System\.)?Text\.(?:Encoding\]::UTF8|UTF8Encoding\])/i;

/** The node's answer to a script. */
export async function runOnWindows(
  node: NodeDescription,
  script: MachineScript,
  signal: AbortSignal,
  time: MachineTime,
): Promise<ScriptResult> {
  if (script.plugin === "aws:runShellScript") return notStarted('exec: "sh": executable file not found in %PATH%');
  const source = script.commands.join("\n");
  const found = firstAnswer(node.scripts, source);
  const said = found === undefined ? notDescribed(node, script, source) : filled(node, found);
  const arrived = (output: string): string => {
    const lines = output.replaceAll(/\r?\n/g, "\r\n");
    return WRITES_UTF8.test(source) ? lines : garbled(lines, node.codePage);
  };
  const ended = await waitWithinLimit(said.takesSeconds, script.timeoutSeconds, signal, time);
  if (ended !== "exited") return { exitCode: ENDED_ON_WINDOWS, stdout: "", stderr: "", ended };
  return keptOutput(script, arrived(said.stdout), arrived(said.stderr), (out, err) => exited(said.exitCode, out, err));
}

interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly takesSeconds: number;
}

interface Found {
  readonly answer: WindowsAnswer;
  /** The groups of the regular expression. */
  readonly groups: readonly (string | undefined)[];
}

function firstAnswer(answers: readonly WindowsAnswer[], source: string): Found | undefined {
  for (const answer of answers) {
    if (answer.contains !== undefined && source.toLowerCase().includes(answer.contains.toLowerCase())) {
      return { answer, groups: [] };
    }
    const match = answer.matches === undefined ? null : new RegExp(answer.matches).exec(source);
    if (match !== null) return { answer, groups: match.slice(1) };
  }
  return undefined;
}

function filled(node: NodeDescription, { answer, groups }: Found): Said {
  const fill = (output: string | undefined) =>
    printed(
      (output ?? "").replaceAll(/\{hostname\}|\$([1-9])/g, (whole, group: string | undefined) =>
        group === undefined ? node.hostname : groups.length < Number(group) ? whole : (groups[Number(group) - 1] ?? ""),
      ),
    );
  return {
    stdout: fill(answer.stdout),
    stderr: fill(answer.stderr),
    exitCode: answer.exitCode ?? 0,
    takesSeconds: answer.takesSeconds ?? 0,
  };
}

/** PowerShell's message for an unknown command, with a remedy. */
function notDescribed(node: NodeDescription, { commandId }: MachineScript, source: string): Said {
  const line = source
    .split("\n")
    .find((candidate) => candidate.trim() !== "" && !/^\s*(#|chcp\b|\$\w+\s*=)/.test(candidate));
  const command = (line ?? source).trim();
  const word = command.split(/\s/)[0] ?? "";
  const file = `C:\\ProgramData\\Amazon\\SSM\\InstanceData\\${node.instanceId}\\document\\orchestration\\${commandId}\\_script.ps1`;
  return {
    stdout: "",
    stderr: printed(
      [
        `${word} : The term '${word}' is not recognized as the name of a cmdlet, function, script file, or operable program.`,
        `At ${file}:1 char:1`,
        `+ ${command}`,
        "    + CategoryInfo          : ObjectNotFound: (:) [], CommandNotFoundException",
        "    + FullyQualifiedErrorId : CommandNotFoundException",
        "The sandbox does not run PowerShell: describe what this script answers under `scripts` in the nodes file.",
      ].join("\n"),
    ),
    exitCode: 1,
    takesSeconds: 0,
  };
}
