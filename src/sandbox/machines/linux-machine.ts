/** Runs shell scripts on a Linux node, inside the jail, as the SSM Agent does on an instance. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { release } from "node:os";
import pLimit from "p-limit";
import { OperationError } from "../../diagnostics/errors";
import { AGENT_DIRECTORY, agentEnvironment } from "./agent-environment";
import { GOES_DOWN, RESTART } from "./amazon-linux/restart";
import { MODEL, OWN_PROC_FILES } from "./amazon-linux/places";
import type { NodeDescription } from "./description";
import { takePlace } from "./gate";
import { alone, enter, NODE, SETUP, TOOLS, type Entered, type Jail } from "./jail";
import { machineFolderScript } from "./machine-folder";
import { withRemedies } from "./missing-programs";
import { onTimeLimit, type MachineTime } from "./machine-time";
import { captureLimits, keptOutput } from "./kept-output";
import { capture, STDERR_LIMIT } from "./output";
import { ENDED_FROM_OUTSIDE, exited, notStarted, REBOOT_LINUX, type MachineScript, type ScriptResult } from "./script";
import { ROOM, type Room } from "./room";
import { onLines, Sleeps } from "./sleeps";

/** How many commands may be starting at once. More would only make each of them slower. */
const STARTING = pLimit(8);

/** Limits of each command: processes, memory per process, file size (both in bytes), and open files per process. */
const PROCESSES = 100;
const MEMORY = 512 * 1024 * 1024;
const FILE_SIZE = 64 * 1024 * 1024;
const OPEN_FILES = 256;

/** The block size in which `ulimit` counts file sizes, in bytes. It counts memory in KiB. */
const BLOCK = 512;

/** The size of the agent's folder for one command's scripts, which is the command's own: a node that is full still takes commands. */
const SCRIPT_SIZE = "16m";

/** Mounts the file system of a node, where the commands to come find it, and runs a program. A node that is full stops no other. */
const OWN_ROOM = `
set -eu
folder=${NODE}/"$1"
if [ ! -d "$folder" ]; then
  ${TOOLS}/mkdir -p "$folder"
  ${SETUP}/mount -t tmpfs -o "mode=755,nosuid,nodev,$2" node "$folder" || { ${TOOLS}/rmdir "$folder"; exit 1; }
fi
shift 2
exec "$@"
`;

/** Mounts the node's own folder over the folder of all nodes. */
const OWN_FOLDER = `
set -eu
umask 022
${SETUP}/mount -n --bind ${NODE}/"$1" ${NODE}
`;

/**
 * The first process of a command. It prepares the environment, copies the script from standard input into a file that only
 * root may read and execute, drops all privileges, runs the script and waits for it. No process in here can create further
 * user namespaces, which would restore privileges. If memory runs out, the kernel ends these processes first. Up to
 * Linux 5.13 the process limit counts all processes of the user on the machine, so it is not set there. A script that a
 * reboot cuts off ends with SIGKILL; AWS does not document what the agent reports of it.
 */
const RUN_SCRIPT = (jumps: boolean) => `${OWN_FOLDER}
[ ! -e ${SETUP}/hostname ] || ${SETUP}/hostname "$4" 2>/dev/null || :
for name in ${OWN_PROC_FILES.join(" ")}; do ${SETUP}/mount -n --bind ${MODEL}/proc/$name /proc/$name 2>/dev/null || :; done
echo 0 > /proc/sys/user/max_user_namespaces
echo 1000 > /proc/self/oom_score_adj
folder=$2
${SETUP}/mount -n -t tmpfs -o mode=700,size=${SCRIPT_SIZE},nosuid,nodev script "\${folder%/*}"
${TOOLS}/cp -rp ${SETUP}/script "$folder"
${TOOLS}/cat > "$folder/_script.sh"
cd "$3" 2>/dev/null || { echo no-directory >&3; exit 1; }
ulimit -c 0 -S 2>/dev/null || :
ulimit -v ${MEMORY / 1024}
ulimit -f ${FILE_SIZE / BLOCK}
ulimit -n ${OPEN_FILES}
[ "$5" = 0 ] || ulimit -u "$5" 2>/dev/null || ulimit -p "$5" 2>/dev/null || :
set +e
echo started >&3
${SETUP}/setpriv --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs \\
  /bin/sh -c "$folder/_script.sh" </dev/null 2>&5 5>&- ${jumps ? "" : "3>&- 4<&-"}
code=$?
[ $code != ${REBOOT_LINUX} ] && [ ! -e ${GOES_DOWN} ] || {
PATH=${TOOLS}
${RESTART}
}
exit $code
`;

/** Creates the node's folder. Standard input is the shell script that fills it. */
export async function bootMachine(
  jail: Jail,
  node: NodeDescription,
  time: MachineTime,
  room: Room = ROOM,
): Promise<void> {
  const leave = await takePlace(STARTING);
  try {
    const started = enter(
      jail,
      [
        ...[`${SETUP}/sh`, "-c", OWN_ROOM, "sh", node.instanceId, `size=${room.bytes},nr_inodes=${room.files}`],
        ...[...alone(`${OWN_FOLDER}\nexec ${SETUP}/sh`), "sh", node.instanceId],
      ],
      {},
    );
    const problem = capture(started.stderr, STDERR_LIMIT);
    for (const stream of [started.stdout, started.reports, started.scriptErrors]) stream.resume();
    started.stdin.end(machineFolderScript(node, jail.tools, time.jumps));
    const [code] = (await once(started.process, "close")) as [number | null];
    if (code !== 0) throw broken(node, problem());
  } finally {
    leave();
  }
}

/**
 * Runs a script on a booted node.
 * @throws OperationError if the isolation could not be set up
 */
export async function runOnLinux(
  jail: Jail,
  node: NodeDescription,
  script: MachineScript,
  signal: AbortSignal,
  time: MachineTime,
): Promise<ScriptResult> {
  const leave = await time.during(takePlace(STARTING));
  if (signal.aborted) {
    leave();
    return { exitCode: ENDED_FROM_OUTSIDE, stdout: "", stderr: "", ended: "cancelled" };
  }
  const directory = script.workingDirectory || AGENT_DIRECTORY;
  const folder = scriptFolder(node, script);
  const run = [
    ...alone(RUN_SCRIPT(time.jumps)),
    "sh",
    node.instanceId,
    folder,
    directory,
    node.hostname,
    processLimit(),
  ];
  const started = enter(jail, run, agentEnvironment(node, script));
  const limits = captureLimits(script);
  const stdout = capture(started.stdout, limits.stdout);
  const stderr = capture(started.scriptErrors, limits.stderr);
  const problem = capture(started.stderr, STDERR_LIMIT);
  started.stdin.end(`${script.commands.join("\n")}\n`);
  const { code, report, ended } = await untilItEnds(started, script.timeoutSeconds, signal, time, leave);
  if (ended === "exited" && report === "no-directory") {
    return notStarted(`chdir ${directory}: no such file or directory`);
  }
  if (ended === "exited" && report !== "started") throw broken(node, problem());
  return keptOutput(script, stdout(), stderr(), (out, err) =>
    ended === "exited"
      ? exited(code ?? ENDED_FROM_OUTSIDE, out, withRemedies(err))
      : { exitCode: ENDED_FROM_OUTSIDE, stdout: out, stderr: err, ended },
  );
}

interface End {
  readonly code: number | null;
  /** The set-up's report. Undefined if the set-up failed before its report. */
  readonly report: string | undefined;
  readonly ended: ScriptResult["ended"];
}

/** The time limit begins when the script starts. Waiting for a place and setting up do not count. */
async function untilItEnds(
  started: Entered,
  timeoutSeconds: number,
  signal: AbortSignal,
  time: MachineTime,
  hasStarted: () => void,
): Promise<End> {
  let report: string | undefined;
  let ended: ScriptResult["ended"] = "exited";
  let again: NodeJS.Timeout | undefined;
  const over = new AbortController();
  const end = (why: ScriptResult["ended"]) => {
    if (again !== undefined) return;
    ended = why;
    sleeps.stop();
    endAll(started);
    again = setInterval(() => endAll(started), AGAIN);
  };
  const cancel = () => end("cancelled");
  signal.addEventListener("abort", cancel);
  const sleeps = new Sleeps(time, over.signal);
  onLines(started.reports, (line) => {
    if (report !== undefined) {
      sleeps.report(line, () => started.answers.write("\n"));
      return;
    }
    report = line;
    hasStarted();
    onTimeLimit(timeoutSeconds, time, over.signal, () => end("timed-out"));
  });
  try {
    const [code] = (await once(started.process, "close")) as [number | null];
    return { code, report, ended };
  } finally {
    over.abort();
    sleeps.end();
    clearInterval(again);
    signal.removeEventListener("abort", cancel);
    hasStarted();
  }
}

/** Milliseconds until remaining processes are killed again, because one may have just started another. */
const AGAIN = 50;

/**
 * Sends SIGKILL at once, as the agent does, to the first process of the command's own process namespace. The kernel then
 * ends every process in that namespace, whatever its group or session. The parents end afterwards and reap it. If they were
 * killed, the machine's first process would have to reap it.
 */
function endAll({ process: child }: Entered): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(innermost(child.pid), "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The first process, which is a child of unshare, a child of nsenter. Its own children are the script. */
function innermost(nsenter: number): number {
  const unshare = onlyChild(nsenter);
  return unshare === undefined ? nsenter : (onlyChild(unshare) ?? unshare);
}

function onlyChild(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0]) || undefined;
  } catch {
    // The process has ended, or the kernel does not list its children. Then only its parent can be ended.
    return undefined;
  }
}

let scripts = 0;

/** The agent's folder for a script, with a number that distinguishes the steps and attempts of a command. */
function scriptFolder(node: NodeDescription, { commandId }: MachineScript): string {
  return `/var/lib/amazon/ssm/${node.instanceId}/document/orchestration/${commandId}.${++scripts}`;
}

/** For `ulimit`. 0 means no limit. */
function processLimit(): string {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  return String(major > 5 || (major === 5 && minor >= 14) ? PROCESSES : 0);
}

function broken(node: NodeDescription, said: string): OperationError {
  return new OperationError({
    place: node.instanceId,
    message: `The node could not be set up: ${said.trim() || "its isolation ended"}.`,
    remedy: "Run the sandbox again; `sandbox status` says which isolation this machine offers.",
  });
}
