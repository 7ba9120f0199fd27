/**
 * Finds the Terraform (or OpenTofu) that deploys stacks: the one that the user names, the one on PATH, or a pinned release that is
 * downloaded once.
 */
import { existsSync } from "node:fs";
import { gte, valid } from "semver";
import { z } from "zod";
import { ConfigurationError } from "../diagnostics/errors";
import { findProgram, runProgram } from "./programs";
import {
  downloadedTerraform,
  downloadTerraform,
  installTerraformRemedy,
  terraformReleaseAddress,
} from "./terraform-download";
import { PINNED_TERRAFORM, type TerraformRelease } from "./terraform-release";
import { terraformPlatform } from "./platform";
import type { ToolContext } from "./tool-context";

/** The first version of Terraform and of OpenTofu whose S3 backend has `use_lockfile`. */
const MINIMUM_VERSION = "1.10.0";

const VERSION_TIMEOUT_SECONDS = 60;

export interface TerraformTool {
  /** Absolute path, for cdktf's `TERRAFORM_BINARY_NAME`. */
  readonly binary: string;
  readonly version: string;
  readonly product: "terraform" | "opentofu";
}

export interface FindTerraformOptions extends ToolContext {
  /** @default the release of `.terraform-version` */
  readonly release?: TerraformRelease;
}

/** A Terraform on this machine, or why the one on PATH is not used. */
interface FoundTerraform {
  readonly tool?: TerraformTool;
  /** `Terraform is not on PATH`. */
  readonly why?: string;
}

/**
 * Finds Terraform, or downloads it and logs that.
 * A program that `TERRAFORM_BINARY_NAME` names is never replaced.
 * @throws ConfigurationError if that program is missing or too old, or if the download fails
 */
export async function findTerraform(options: FindTerraformOptions): Promise<TerraformTool> {
  const { env, log, release = PINNED_TERRAFORM } = options;
  const { tool: found, why } = await lookForTerraform(env, release);
  if (found !== undefined) {
    if (why !== undefined) log(`${why}: using ${found.version} of ${found.binary}.`);
    return found;
  }
  log(
    `${why}: downloading ${release.version} for ${terraformPlatform()} from ${terraformReleaseAddress(env, release)} …`,
  );
  const tool = await identify(await downloadTerraform(env, release), env);
  if (typeof tool !== "string") return tool;
  throw new ConfigurationError({
    place: `Terraform ${release.version}`,
    message: `The downloaded program ${downloadedTerraform(env, release)} ${tool}.`,
    remedy: installTerraformRemedy(release.version),
  });
}

/**
 * Finds the Terraform that is on this machine already: the named one, the one on PATH, or the release that was downloaded.
 * @returns without a tool if `findTerraform` would download it
 * @throws ConfigurationError if the program that `TERRAFORM_BINARY_NAME` names is missing or too old
 */
export async function lookForTerraform(
  env: NodeJS.ProcessEnv,
  release: TerraformRelease = PINNED_TERRAFORM,
): Promise<FoundTerraform> {
  const chosen = env.TERRAFORM_BINARY_NAME;
  if (chosen) return { tool: await chosenTerraform(chosen, env, release) };

  const onPath = findProgram("terraform", env);
  let why = "Terraform is not on PATH";
  if (onPath !== undefined) {
    const tool = await identify(onPath, env);
    const fault = faultOf(tool);
    if (typeof tool !== "string" && fault === undefined) return { tool };
    why = `Terraform on PATH (${onPath}) ${fault}`;
  }

  const kept = downloadedTerraform(env, release);
  const tool = existsSync(kept) ? await identify(kept, env) : "";
  return typeof tool === "string" ? { why } : { tool, why };
}

async function chosenTerraform(
  chosen: string,
  env: NodeJS.ProcessEnv,
  release: TerraformRelease,
): Promise<TerraformTool> {
  const binary = findProgram(chosen, env);
  const tool =
    binary === undefined
      ? "is not an executable file, nor is there one of that name on PATH"
      : await identify(binary, env);
  const fault = faultOf(tool);
  if (typeof tool !== "string" && fault === undefined) return tool;
  throw new ConfigurationError({
    place: "TERRAFORM_BINARY_NAME",
    message: `${chosen} ${fault}.`,
    remedy:
      `Name a Terraform or OpenTofu of version ${MINIMUM_VERSION} or newer, or unset the variable so that ` +
      `\`terraform\` on PATH or a download of ${release.version} is used.`,
  });
}

/** What is wrong with a program, to follow its name in a message; undefined if it can be used. */
function faultOf(tool: TerraformTool | string): string | undefined {
  if (typeof tool === "string") return tool;
  if (gte(tool.version, MINIMUM_VERSION)) return undefined;
  return `is version ${tool.version}; ${MINIMUM_VERSION} or newer is needed, for the S3 backend's use_lockfile`;
}

const versionAnswer = z.object({ terraform_version: z.string().refine((version) => valid(version) !== null) });

/** Asks a program for its product and version. A string is why they are not known, to follow the program's name in a message. */
async function identify(binary: string, env: NodeJS.ProcessEnv): Promise<TerraformTool | string> {
  // Only stdout is read: a TF_CLI_CONFIG_FILE that does not exist makes Terraform warn on stderr.
  const options = { env: { ...env, CHECKPOINT_DISABLE: "1" }, timeoutSeconds: VERSION_TIMEOUT_SECONDS };
  // OpenTofu gives its name only in its plain output; its JSON has `terraform_version` as well.
  const [json, text] = await Promise.all([
    runProgram(binary, ["version", "-json"], options),
    runProgram(binary, ["version"], options),
  ]);
  if (json.failure !== undefined) return `does not give its version: it ${json.failure}`;
  const answer = versionAnswer.safeParse(parseJson(json.stdout));
  if (!answer.success) return "does not give its version: `version -json` did not answer as Terraform does";
  return {
    binary,
    version: answer.data.terraform_version,
    product: /^OpenTofu\b/m.test(text.stdout) ? "opentofu" : "terraform",
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
