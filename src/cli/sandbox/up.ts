/** `sandbox up`: starts the local organization, in the foreground until Ctrl-C or in the background. */
import type { Command } from "commander";
import { upInBackground } from "../../sandbox/lifecycle/background";
import { sandboxFolder } from "../../sandbox/lifecycle/state-file";
import { findMoto } from "../../tools/moto";
import { port, program } from "../program";
import { log } from "../log";
import { PROJECT_FOLDER } from "../project-folder";

interface UpOptions {
  readonly detach?: boolean;
  readonly port?: number;
  readonly fleet?: string;
  readonly nodes?: string;
}

export function upCommand(): Command {
  return program("up", "start the local organization, in the foreground until Ctrl-C or in the background")
    .option("-d, --detach", "start it in the background and return when it is ready")
    .option("-p, --port <number>", "the TCP port on 127.0.0.1 (default: a free one)", port)
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .option(
      "-n, --nodes <file>",
      "what managed nodes answer (default: nodes.yaml beside the fleet file, if there is one)",
    )
    .action(up);
}

async function up(options: UpOptions): Promise<void> {
  const folder = sandboxFolder(PROJECT_FOLDER, process.env);
  const { loadNodes, loadProject } = await import("../project");
  const { readAmazonDocuments } = await import("../../amazon/read-folder");
  const { needsOfPulled, needText } = await import("../../sandbox/systems-manager/documents/needs");
  const { fleet } = loadProject(options.fleet);
  const nodes = loadNodes(fleet, options.nodes);
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
    amazonDocuments,
    env: process.env,
    log,
    signal: stopSignal(),
    onReady: announce,
  });
}

function isDetach(argument: string): boolean {
  return argument === "--detach" || argument === "-d";
}

function announce(endpoint: string | undefined): void {
  log(`The sandbox is ready at ${endpoint}.`);
  log('In your shell, to deploy: eval "$(npm run -s sandbox -- env --deploy)"');
}
