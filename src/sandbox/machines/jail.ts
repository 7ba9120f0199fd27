/**
 * The isolation that Linux offers without root. One process holds a user, mount, process, network and IPC namespace, whose
 * file system is in memory and has only copies of harmless tools. Commands enter it, and each gets further namespaces of
 * its own. When the holder ends for any reason, every process in it ends and nothing is left on disk.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { hostTools, systemProgram, withLinks, type HostTools } from "./host-tools";
import { capture } from "./output";
import { shellWord } from "./programs";

/** The machine's `nobody`. Commands run as this user if the sandbox was started as root. */
const NOBODY = 65_534;

/** Memory for the copied tools, and for the folder in which each node's file system is mounted. */
const TOOLS_SIZE = "128m";
const NODES_SIZE = "64m";

const DEVICES = ["null", "zero", "full", "random", "urandom"];
/** Folders of the root that each node has for itself. */
const OWN_FOLDERS = ["bin", "sbin", "etc", "home", "mnt", "opt", "root", "run", "srv", "tmp", "var"];

/** The folders of the set-up's programs, of the tools, and of the node. */
export const SETUP = "/.setup";
export const TOOLS = "/.tools";
export const NODE = "/node";

export interface Jail {
  /** The arguments with which `nsenter` enters the jail. A program of the jail follows them. */
  readonly enter: readonly string[];
  readonly nsenter: string;
  /** Names of the tools in `TOOLS`. */
  readonly tools: readonly string[];
  /** Settles when the jail has ended for any reason. */
  readonly ended: Promise<void>;
  /** Ends the jail and every process in it. */
  stop(): Promise<void>;
}

/** Cached, because the machine's programs do not change while this process runs and finding them takes a while. */
let hostToolsOnce: Promise<HostTools> | undefined;

/** @throws Error that says what the machine does not allow */
export async function openJail(): Promise<Jail> {
  const nsenter = systemProgram("nsenter");
  if (process.platform !== "linux") throw new Error(`${process.platform} has no user namespaces`);
  if (nsenter === undefined) throw new Error("this machine has no nsenter (util-linux)");
  hostToolsOnce ??= hostTools();
  const tools = await hostToolsOnce;
  const child = spawn(...holderCommand(tools), { detached: true, stdio: ["pipe", "pipe", "pipe"], env: {} });
  const ended = once(child, "close").then(() => undefined);
  const problem = capture(child.stderr, 1_000);
  await waitUntilReady(child.stdout, ended).catch((error: unknown) => {
    throw new Error(
      problem().trim().replaceAll("\n", "; ") || (error instanceof Error ? error.message : String(error)),
    );
  });
  keepsUs(child, "unref");
  const pid = String(child.pid);
  return {
    nsenter,
    enter: [
      ...["--target", pid, "--user", "--mount", "--net", "--ipc", "--uts"],
      // The user is already root in the jail, unless it is root itself, which must become the holder's user.
      ...(process.getuid?.() === 0 ? [] : ["--preserve-credentials"]),
      // The holder itself is outside the process namespace. Its child is the first process in it.
      `--pid=/proc/${pid}/ns/pid_for_children`,
      "--",
    ],
    tools: [...tools.node.keys()],
    ended,
    async stop() {
      keepsUs(child, "ref");
      child.stdin.end();
      await ended;
    },
  };
}

/** The holder must not keep this process alive, except while this process waits for the holder to end. */
function keepsUs(child: ChildProcess, does: "ref" | "unref"): void {
  child[does]();
  for (const stream of child.stdio) (stream as Partial<Record<typeof does, () => void>> | null)?.[does]?.();
}

function holderCommand(tools: HostTools): [string, string[]] {
  const unshare = [
    ...[
      "unshare",
      "--user",
      "--map-root-user",
      "--mount",
      "--pid",
      "--fork",
      "--kill-child",
      "--net",
      "--ipc",
      "--uts",
    ],
    ...["sh", "-c", holderScript(tools)],
  ].map((word) => systemProgramOr(word));
  const [program = "", ...args] =
    process.getuid?.() === 0
      ? [systemProgramOr("setpriv"), "--reuid", String(NOBODY), "--regid", String(NOBODY), "--clear-groups", ...unshare]
      : unshare;
  return [program, args];
}

function systemProgramOr(word: string): string {
  return ["unshare", "setpriv", "sh"].includes(word) ? (systemProgram(word) ?? word) : word;
}

/**
 * Builds the file system under /tmp, where only the holder sees it, then makes it the root and unmounts the machine's. The
 * shell then waits for the end of its input. As the first process of the namespace, it reaps orphaned processes.
 */
function holderScript({ node, isolation, libraries, folders: mounted }: HostTools): string {
  const nodeTools = withLinks(node);
  const setupTools = withLinks(isolation);
  const folders = new Map<string, string[]>();
  for (const file of libraries) folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file]);
  return `
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
umask 022
mount -t tmpfs -o mode=755,size=${TOOLS_SIZE},nosuid,nodev fleetbook /tmp
cd /tmp
mkdir -p ./${TOOLS} ./${SETUP} ./${NODE} dev proc usr old
${[...folders].map(([folder, files]) => `mkdir -p ./${shellWord(folder)}; cp -L ${words(files)} ./${shellWord(folder)}`).join("\n")}
cp ${words(nodeTools.files)} ./${TOOLS}
cp ${words(setupTools.files)} ./${SETUP}
${nodeTools.links.map(([file, name]) => `ln -s ${words([file])} ./${TOOLS}/${shellWord(name)}`).join("\n")}
${setupTools.links.map(([file, name]) => `ln -s ${words([file])} ./${SETUP}/${shellWord(name)}`).join("\n")}
${mounted.map((folder) => `mkdir -p ./${shellWord(folder)}; mount --bind ${shellWord(folder)} ./${shellWord(folder)}`).join("\n")}
mkdir -m 700 ./${SETUP}/script
: > ./${SETUP}/script/_script.sh
chmod 700 ./${SETUP}/script/_script.sh
for name in ${OWN_FOLDERS.join(" ")} usr/bin usr/sbin usr/local; do
  [ -e "$name" ] || ln -s "${NODE}/$name" "$name"
done
for name in ${DEVICES.join(" ")}; do
  : > "dev/$name"
  mount --bind "/dev/$name" "dev/$name"
done
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
mount -t proc -o nosuid,nodev,noexec proc proc
mount -t tmpfs -o mode=755,size=${NODES_SIZE},nosuid,nodev nodes ./${NODE}
pivot_root . old
cd /
${SETUP}/umount -l /old
${SETUP}/mount -o remount,ro,nosuid,nodev fleetbook /
[ ! -e ${SETUP}/hostname ] || ${SETUP}/hostname localhost
echo ready
${TOOLS}/cat > /dev/null
`;
}

function words(files: readonly string[]): string {
  return files.map(shellWord).join(" ");
}

async function waitUntilReady(stdout: Readable, ended: Promise<void>): Promise<void> {
  const said = await Promise.race([once(stdout, "data"), ended]);
  if (said === undefined) throw new Error("the namespaces ended at once");
  stdout.resume();
}

/** Runs a shell script in new namespaces. It sees no other process, and everything that it starts ends with its shell. */
export function alone(shellScript: string): string[] {
  return [
    ...[
      `${SETUP}/unshare`,
      "--user",
      "--map-root-user",
      "--mount",
      "--ipc",
      "--uts",
      "--pid",
      "--fork",
      "--kill-child",
    ],
    ...["--mount-proc", "--", `${SETUP}/sh`, "-c", shellScript],
  ];
}

/** A program that runs in the jail, with its streams. */
export interface Entered {
  readonly process: ChildProcess;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** File descriptor 3 of the program, for its reports. File descriptor 4 is for the answers. */
  readonly reports: Readable;
  readonly answers: Writable;
  /** File descriptor 5: a script's own standard error, without that of the set-up and its tools. */
  readonly scriptErrors: Readable;
}

/** Runs a program of the jail to its end. @throws Error with the program's output if it fails */
export async function prove(jail: Jail, program: readonly string[]): Promise<void> {
  const tried = enter(jail, program, {});
  const problem = capture(tried.stderr, 1_000);
  tried.stdin.end();
  tried.stdout.resume();
  tried.reports.resume();
  tried.scriptErrors.resume();
  const [code] = (await once(tried.process, "close")) as [number | null];
  if (code !== 0) throw new Error(problem().trim().replaceAll("\n", "; ") || `the namespaces ended with ${code}`);
}

/** Starts a program of the jail in a process group of its own. */
export function enter(jail: Jail, program: readonly string[], env: NodeJS.ProcessEnv): Entered {
  const child = spawn(jail.nsenter, [...jail.enter, ...program], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe", "pipe", "pipe"],
    env,
  });
  const pipes: readonly unknown[] = child.stdio;
  const answers = pipes[4] as Writable;
  // A program that ends early does not read its input.
  for (const stream of [child.stdin, answers]) stream.on("error", () => undefined);
  return {
    process: child,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    reports: pipes[3] as Readable,
    answers,
    scriptErrors: pipes[5] as Readable,
  };
}
