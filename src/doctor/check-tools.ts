/** Whether the programs that Fleetbook runs are there. It starts no download: what is missing is only said. */
import { satisfies } from "semver";
import { ConfigurationError } from "../diagnostics/errors";
import { messageOf } from "../diagnostics/text/message-of";
import { findPython } from "../tools/python";
import { findProgram, runProgram } from "../tools/programs";
import { AWS_PROVIDER_VERSION, findProviderMirror, type FindProviderMirrorOptions } from "../tools/provider-mirror";
import { ask } from "../tools/ask";
import { lookForTerraform } from "../tools/terraform";
import { installTerraformRemedy, terraformReleaseAddress } from "../tools/terraform-download";
import { PINNED_TERRAFORM } from "../tools/terraform-release";
import { resultOf, type Result } from "./result";

const REGISTRY = "registry.terraform.io";

/** Seconds to wait for an answer of the registry, or of the site of Terraform's releases. */
const SILENCE_SECONDS = 5;

export interface ToolsOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly node: { readonly version: string; readonly range: string };
  /** Why nothing answers at an address; undefined if something does. @default it is asked */
  readonly silenceOf?: (address: string) => Promise<string | undefined>;
  /** As for `findProviderMirror`. */
  readonly systemPlaces?: readonly string[];
}

type SilenceOf = NonNullable<ToolsOptions["silenceOf"]>;

export async function checkTools({
  env,
  node,
  silenceOf = (address) => askAt(address, env),
  systemPlaces,
}: ToolsOptions): Promise<readonly Result[]> {
  const found = await Promise.all([
    configured(() => checkTerraform(env, silenceOf)),
    configured(() => checkProvider({ env, registry: REGISTRY, ...(systemPlaces && { systemPlaces }) }, silenceOf)),
    checkPython(env),
  ]);
  return [checkNode(node), ...found, checkGit(env)];
}

function checkNode({ version, range }: ToolsOptions["node"]): Result {
  return satisfies(version, range)
    ? { area: "tools", status: "ok", message: `Node is ${version}.` }
    : {
        ...{ area: "tools", status: "fault", message: `Node is ${version}, and Fleetbook needs ${range}.` },
        remedy: "Install Node 22, for example with a version manager (nvm install 22).",
      };
}

async function checkTerraform(env: NodeJS.ProcessEnv, silenceOf: SilenceOf): Promise<Result> {
  const { tool, why } = await lookForTerraform(env);
  if (tool !== undefined) {
    const product = tool.product === "opentofu" ? "OpenTofu" : "Terraform";
    return { area: "tools", status: "ok", message: `${product} is ${tool.version} (${tool.binary}).` };
  }
  const { version } = PINNED_TERRAFORM;
  const address = terraformReleaseAddress(env, PINNED_TERRAFORM);
  const silence = await silenceOf(address);
  return silence === undefined
    ? {
        ...{ area: "tools", status: "warning", message: `${why}.` },
        remedy: `Terraform ${version} is downloaded when it is first needed. To prevent this, install it, or name one with TERRAFORM_BINARY_NAME.`,
      }
    : {
        ...{ area: "tools", status: "fault" },
        message: `${why}, and ${address} cannot be reached (${silence}).`,
        remedy: installTerraformRemedy(version),
      };
}

async function checkProvider(places: FindProviderMirrorOptions, silenceOf: SilenceOf): Promise<Result> {
  const mirror = findProviderMirror(places);
  if (mirror !== undefined) {
    return {
      ...{ area: "tools", status: "ok" },
      message: `Terraform gets AWS provider ${AWS_PROVIDER_VERSION} from ${mirror.folder}.`,
    };
  }
  const silence = await silenceOf(`https://${REGISTRY}/.well-known/terraform.json`);
  return silence === undefined
    ? { area: "tools", status: "ok", message: `Terraform gets AWS provider ${AWS_PROVIDER_VERSION} from ${REGISTRY}.` }
    : {
        ...{ area: "tools", status: "fault" },
        message: `Terraform can get AWS provider ${AWS_PROVIDER_VERSION} from nowhere: there is no mirror, and ${REGISTRY} does not answer (${silence}).`,
        remedy:
          "Check the network and HTTPS_PROXY, or fill a folder with `terraform providers mirror` where there is a network, and name it with FLEETBOOK_PROVIDER_MIRROR.",
      };
}

/** HEAD is enough: a release has 30 MB. */
async function askAt(address: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { status } = await ask("HEAD", address, { env, timeoutSeconds: SILENCE_SECONDS });
    return status === 200 ? undefined : `status ${status}`;
  } catch (error) {
    return messageOf(error);
  }
}

async function checkPython(env: NodeJS.ProcessEnv): Promise<Result> {
  const remedy =
    "Install Python 3.10 or newer: the sandbox and runbook simulate run moto and scripts with it. Without them, it is not needed.";
  let python;
  try {
    python = await findPython(env, "the sandbox", remedy);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const [{ message } = { message: "" }] = error.problems;
    return { area: "tools", status: "warning", message: `There is no Python for the sandbox. ${message}`, remedy };
  }
  return (await canInstallMoto(python, env))
    ? { area: "tools", status: "ok", message: `Python for the sandbox is ${python}.` }
    : {
        ...{ area: "tools", status: "warning" },
        message: `The sandbox cannot install moto: ${python} has no venv module, and moto_server is not on PATH.`,
        remedy: "Install the module (sudo apt install python3-venv). Without the sandbox, it is not needed.",
      };
}

/** Debian has Python's modules venv and ensurepip in a package of their own. A moto that is there already needs neither. */
async function canInstallMoto(python: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env.FLEETBOOK_MOTO_SERVER || findProgram("moto_server", env) !== undefined) return true;
  const options = { env, timeoutSeconds: 60 };
  return (await runProgram(python, ["-I", "-c", "import ensurepip, venv"], options)).failure === undefined;
}

function checkGit(env: NodeJS.ProcessEnv): Result {
  const git = findProgram("git", env);
  return git === undefined
    ? {
        ...{ area: "tools", status: "warning", message: "git is not on PATH." },
        remedy: "Install git: plan --since compares with a revision. Without it, plan plans every stack.",
      }
    : { area: "tools", status: "ok", message: `git is ${git}.` };
}

/** The result, or the fault of a variable that names something unusable. */
async function configured(check: () => Promise<Result>): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const [problem] = error.problems;
    if (problem === undefined) throw error;
    return resultOf(problem, "tools");
  }
}
