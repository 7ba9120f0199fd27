/** Whether the programs that Fleetbook runs are there. It starts no download: what is missing is only said. */
import { satisfies } from "semver";
import { ConfigurationError } from "../diagnostics/errors";
import { findPython } from "../tools/python";
import { findProgram } from "../tools/programs";
import { AWS_PROVIDER_VERSION, findProviderMirror, type FindProviderMirrorOptions } from "../tools/provider-mirror";
import { lookForTerraform } from "../tools/terraform";
import { PINNED_TERRAFORM } from "../tools/terraform-release";
import { resultOf, type Result } from "./result";

const REGISTRY = "registry.terraform.io";

/** Milliseconds to wait for the registry's answer. */
const REGISTRY_TIMEOUT = 5_000;

export interface ToolsOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly node: { readonly version: string; readonly range: string };
  /** Why the registry does not answer; undefined if it does. @default it is asked over HTTPS */
  readonly registryAnswers?: () => Promise<string | undefined>;
  /** As for `findProviderMirror`. */
  readonly systemPlaces?: readonly string[];
}

export async function checkTools({
  env,
  node,
  registryAnswers = askRegistry,
  systemPlaces,
}: ToolsOptions): Promise<readonly Result[]> {
  const found = await Promise.all([
    configured(() => checkTerraform(env)),
    configured(() =>
      checkProvider({ env, registry: REGISTRY, ...(systemPlaces && { systemPlaces }) }, registryAnswers),
    ),
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

async function checkTerraform(env: NodeJS.ProcessEnv): Promise<Result> {
  const { tool, why } = await lookForTerraform(env);
  if (tool === undefined) {
    return {
      ...{ area: "tools", status: "warning", message: `${why}.` },
      remedy: `Terraform ${PINNED_TERRAFORM.version} is downloaded when it is first needed. Without access to releases.hashicorp.com, install it, or name one with TERRAFORM_BINARY_NAME.`,
    };
  }
  const product = tool.product === "opentofu" ? "OpenTofu" : "Terraform";
  return { area: "tools", status: "ok", message: `${product} is ${tool.version} (${tool.binary}).` };
}

async function checkProvider(
  places: FindProviderMirrorOptions,
  registryAnswers: () => Promise<string | undefined>,
): Promise<Result> {
  const mirror = findProviderMirror(places);
  if (mirror !== undefined) {
    return {
      ...{ area: "tools", status: "ok" },
      message: `Terraform gets AWS provider ${AWS_PROVIDER_VERSION} from ${mirror.folder}.`,
    };
  }
  const silence = await registryAnswers();
  return silence === undefined
    ? { area: "tools", status: "ok", message: `Terraform gets AWS provider ${AWS_PROVIDER_VERSION} from ${REGISTRY}.` }
    : {
        ...{ area: "tools", status: "fault" },
        message: `Terraform can get AWS provider ${AWS_PROVIDER_VERSION} from nowhere: there is no mirror, and ${REGISTRY} does not answer (${silence}).`,
        remedy:
          "Check the network and HTTPS_PROXY, or fill a folder with `terraform providers mirror` where there is a network, and name it with FLEETBOOK_PROVIDER_MIRROR.",
      };
}

/** Why the registry does not answer; undefined if it does. */
async function askRegistry(): Promise<string | undefined> {
  try {
    const answer = await fetch(`https://${REGISTRY}/.well-known/terraform.json`, {
      signal: AbortSignal.timeout(REGISTRY_TIMEOUT),
    });
    return answer.ok ? undefined : `status ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}

async function checkPython(env: NodeJS.ProcessEnv): Promise<Result> {
  const remedy =
    "Install Python 3.10 or newer: the sandbox and runbook simulate run moto and scripts with it. Without them, it is not needed.";
  try {
    const python = await findPython(env, "the sandbox", remedy);
    return { area: "tools", status: "ok", message: `Python for the sandbox is ${python}.` };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const [{ message } = { message: "" }] = error.problems;
    return { area: "tools", status: "warning", message: `There is no Python for the sandbox. ${message}`, remedy };
  }
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
