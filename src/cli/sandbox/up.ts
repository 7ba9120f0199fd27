/** `sandbox up`: starts the local organization, in the foreground until Ctrl-C or in the background. */
import type { Command } from "commander";
import { resolve } from "node:path";
import { upInBackground } from "../../sandbox/lifecycle/background";
import { alreadyRunning, findSandbox, otherLateness } from "../../sandbox/lifecycle/find";
import { sandboxFolder, type SandboxState } from "../../sandbox/lifecycle/state-file";
import { findMoto } from "../../tools/moto";
import { lateOf, withLateOptions, type GivenLate } from "./late-option";
import { port, program } from "../program";
import { log } from "../log";
import { PROJECT_FOLDER } from "../../project/folders";
import { reload } from "./reload";
import { QUIET_SANDBOX } from "../../diagnostics/called-as";
import { notes } from "../help/notes";

interface UpOptions extends GivenLate {
  readonly detach?: boolean;
  readonly port?: number;
  readonly fleet?: string;
  readonly nodes?: string;
  readonly trail?: string;
}

export function upCommand(): Command {
  const command = program("up", "start the local organization, in the foreground until Ctrl-C or in the background")
    .option("-d, --detach", "start it in the background and return when it is ready")
    .option("-p, --port <number>", "the TCP port on 127.0.0.1 (default: a free one)", port)
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .option(
      "-n, --nodes <file>",
      "what managed nodes answer (default: nodes.yaml beside the fleet file, if there is one)",
    )
    .option(
      "-t, --trail <file>",
      "append who needed which IAM action on what, and whether it was allowed, to this file (JSON lines)",
    );
  return withLateOptions(command)
    .addHelpText("after", notes({ sandboxExamples: ["up --detach", "up --detach --port 4566 --nodes nodes.yaml"] }))
    .action(up);
}

async function up(options: UpOptions): Promise<void> {
  const folder = sandboxFolder(PROJECT_FOLDER, process.env);
  const running = await findSandbox(folder);
  if (running.kind === "running" && running.state.phase === "ready") {
    await reloadInstead(folder, running.state, options);
    return;
  }
  const { readSandboxFiles } = await import("./read-files");
  const { readAmazonDocuments } = await import("../../amazon/read-folder");
  const { needsOfPulled, needText } = await import("../../sandbox/systems-manager/documents/needs");
  const namedNodesFile = options.nodes && resolve(options.nodes);
  const { fleet, nodes, loaded } = readSandboxFiles(options.fleet, namedNodesFile);
  const amazonDocuments = readAmazonDocuments();
  for (const need of needsOfPulled(amazonDocuments)) log(`amazon-documents: ${needText(need)}`);
  // moto is looked for before anything is started, because it may have to be installed.
  const moto = await findMoto({ env: process.env, log });
  if (options.detach === true) {
    const nodeArguments = [...process.execArgv, ...process.argv.slice(1)].filter((argument) => !isDetach(argument));
    const { endpoint } = await upInBackground({ folder, nodeArguments, env: process.env, log });
    announce(endpoint);
    return;
  }
  const { serveSandbox, stopSignal } = await import("../../sandbox/lifecycle/start");
  await serveSandbox({
    fleet,
    port: options.port,
    folder,
    moto,
    nodes,
    files: loaded,
    namedNodesFile,
    late: lateOf(options),
    amazonDocuments,
    trailFile: options.trail && resolve(options.trail),
    env: process.env,
    log,
    signal: stopSignal(),
    onReady: announce,
  });
}

/** @throws ConfigurationError if the running sandbox is not the one that the options describe */
async function reloadInstead(folder: string, state: SandboxState, options: UpOptions): Promise<void> {
  const { locateFleetFile } = await import("../../fleet/locate");
  const fleetFile = options.fleet === undefined ? locateFleetFile(PROJECT_FOLDER, process.env) : resolve(options.fleet);
  const otherPort = options.port !== undefined && new URL(state.endpoint ?? "").port !== String(options.port);
  if (fleetFile !== state.fleetFile || otherPort || options.trail !== undefined) throw alreadyRunning(folder, state);
  const isOtherwiseLate = options.lateSeed !== undefined && options.lateSeed !== state.late?.seed;
  if ((options.late ?? false) !== (state.late !== undefined) || isOtherwiseLate) throw otherLateness(folder, state);
  log(`The sandbox is running already (process ${state.gateway.pid}, since ${state.startedAt}).`);
  const namedNodesFile = options.nodes === undefined ? state.namedNodesFile : resolve(options.nodes);
  await reload(folder, { fleetFile, namedNodesFile });
  announce(state.endpoint);
}

function isDetach(argument: string): boolean {
  return argument === "--detach" || argument === "-d";
}

function announce(endpoint: string | undefined): void {
  log(`The sandbox is ready at ${endpoint}.`);
  log(`In your shell, to deploy: eval "$(${QUIET_SANDBOX} env --deploy)"`);
}
