/**
 * moto's process. It listens on a Unix socket, so that the gateway's port is the only one. A small shell script runs it and
 * ends it when the gateway ends for any reason.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { OperationError } from "../../diagnostics/errors";
import { MotoFailures } from "./failures";

export interface MotoProcess {
  readonly pid: number;
  readonly socketPath: string;
  /** The folder that holds the socket. It is deleted when moto ends. */
  readonly socketFolder: string;
  readonly failures: MotoFailures;
  /** Settles when moto has ended for any reason. */
  readonly ended: Promise<void>;
  /** Ends moto and waits until it has ended. */
  stop(): Promise<void>;
}

export interface MotoOptions {
  /** The `moto_server` to run. */
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
  /** File that moto's own messages are appended to. */
  readonly logFile: string;
  /** The public images that every account sees, as JSON for moto to load. */
  readonly images: string;
}

/**
 * Runs moto, prints its pid, and kills it when standard input ends. The gateway holds the other end of that pipe, so the
 * kernel closes it even if the gateway is killed with SIGKILL.
 */
const WATCHDOG = `
folder=$1; shift
exec 3<&0
"$@" 3<&- >&2 &
moto=$!
echo "$moto"
{ cat >/dev/null; kill -9 "$moto" 2>/dev/null; } <&3 &
wait "$moto"
rm -rf "$folder"
`;

/** A socket's path has at most 104 bytes on macOS and 108 on Linux. */
const LONGEST_FOLDER = 90;

/** Starts moto and waits until it answers. @throws OperationError with moto's last output if it does not. */
export async function startMoto(options: MotoOptions): Promise<MotoProcess> {
  const socketFolder = await mkdtemp(join(tmpdir().length > LONGEST_FOLDER ? "/tmp" : tmpdir(), "fleetbook-"));
  const socketPath = join(socketFolder, "moto.sock");
  const imagesFile = join(socketFolder, "images.json");
  await writeFile(imagesFile, options.images);
  // A session of its own, because Ctrl-C in the terminal must reach only the gateway, which then stops moto.
  const shell = spawn("/bin/sh", ["-c", WATCHDOG, "sh", socketFolder, options.command, "-H", `unix://${socketPath}`], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: motoEnvironment(options.env, imagesFile),
  });
  // Nothing is ever written, but the pipe breaks if the shell ends first.
  shell.stdin.on("error", () => undefined);
  const exited = once(shell, "exit").then(() => undefined);

  const failures = new MotoFailures();
  const logFile = createWriteStream(options.logFile, { flags: "a", mode: 0o600 });
  createInterface(shell.stderr).on("line", (line) => {
    if (failures.read(line)) logFile.write(`${line}\n`);
  });
  const ended = exited.finally(() => {
    shell.stdin.destroy();
    logFile.end();
  });

  const moto = {
    pid: await firstNumber(shell.stdout),
    socketPath,
    socketFolder,
    failures,
    ended,
    async stop() {
      shell.stdin.end();
      await ended;
    },
  };
  await waitUntilItAnswers(moto, options);
  return moto;
}

function motoEnvironment(env: NodeJS.ProcessEnv, imagesFile: string): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("MOTO_")));
  return {
    ...inherited,
    MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
    // Replaces moto's own images, which take 1.2 s to load for each account.
    MOTO_AMIS_PATH: imagesFile,
    MOTO_ALLOW_NONEXISTENT_REGION: "true",
    MOTO_DISABLE_GLOBAL_CORS: "true",
    S3_IGNORE_SUBDOMAIN_BUCKETNAME: "true",
    PYTHONUNBUFFERED: "1",
  };
}

async function firstNumber(stream: NodeJS.ReadableStream): Promise<number> {
  const lines = createInterface(stream);
  const [line] = (await once(lines, "line")) as [string];
  return Number(line);
}

async function waitUntilItAnswers(moto: MotoProcess, options: MotoOptions): Promise<void> {
  let hasEnded = false;
  void moto.ended.then(() => {
    hasEnded = true;
  });
  while (!(await accepts(moto.socketPath))) {
    if (hasEnded) {
      throw new OperationError({
        place: options.command,
        message: `moto ended before it answered. Its last output: ${moto.failures.lastLines() || "none"}`,
        remedy: "Run it by hand with `--help` to see what is wrong with the installation.",
      });
    }
    await sleep(25);
  }
}

function accepts(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
