/**
 * Terraform's CLI configuration. It decides where the AWS provider comes from, so that `terraform init` works offline if the
 * provider is on the machine, and otherwise downloads it once.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { statSync } from "node:fs";
import path from "node:path";
import { ConfigurationError } from "../diagnostics/errors";
import { cacheFolder, cacheNotWritable, homeFolder } from "./cache-folder";
import { AWS_PROVIDER_VERSION, findProviderMirror, type ProviderMirror } from "./provider-mirror";
import type { TerraformTool } from "./terraform";
import type { ToolContext } from "./tool-context";

export interface TerraformCliConfigOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Folder for the written file. It is created if it does not exist. */
  readonly folder: string;
  /** @default no lines */
  readonly log?: ToolContext["log"];
  /** OpenTofu installs `hashicorp/aws` from its own registry. @default terraform */
  readonly product?: TerraformTool["product"];
  /** Folders to search for a mirror. @default the usual ones of Linux and macOS */
  readonly systemPlaces?: readonly string[];
}

/**
 * Absolute path of the configuration file for `TF_CLI_CONFIG_FILE`: the one that the variable already names, if it exists; or the
 * user's own, if it says where providers come from; or a new `terraform.rc` in the folder, with a mirror on this machine or with
 * the registry and a cache.
 * @throws ConfigurationError if `FLEETBOOK_PROVIDER_MIRROR` names a folder without the provider, or if the cache folder cannot
 *   be used
 */
export async function terraformCliConfig(options: TerraformCliConfigOptions): Promise<string> {
  const { env, folder, product = "terraform", systemPlaces } = options;
  const log = options.log ?? (() => undefined);
  const named = env.TF_CLI_CONFIG_FILE;
  if (named && isFile(named)) return path.resolve(named);
  if (named) log(`TF_CLI_CONFIG_FILE names ${named}, which does not exist; the variable is ignored.`);

  if (!env.FLEETBOOK_PROVIDER_MIRROR) {
    const own = await userConfig(env, product);
    if (own !== undefined) {
      log(`${own} decides where providers come from.`);
      return own;
    }
  }

  const registry = product === "opentofu" ? "registry.opentofu.org" : "registry.terraform.io";
  const mirror = findProviderMirror({ env, registry, ...(systemPlaces === undefined ? {} : { systemPlaces }) });
  log(`The AWS provider ${AWS_PROVIDER_VERSION} comes from ${mirror === undefined ? registry : mirror.folder}.`);
  // Terraform links to an unpacked mirror, so a cache would contain links that break if the mirror moves.
  const cache = mirror?.layout === "unpacked" ? undefined : await pluginCache(env);
  return write(folder, render(registry, mirror, cache));
}

/** The user's own configuration, which `TF_CLI_CONFIG_FILE` would hide, if it has a `provider_installation` block. */
async function userConfig(env: NodeJS.ProcessEnv, product: TerraformTool["product"]): Promise<string | undefined> {
  for (const name of product === "opentofu" ? [".tofurc", ".terraformrc"] : [".terraformrc"]) {
    const file = path.join(homeFolder(env), name);
    if (isFile(file) && /^\s*provider_installation\b/m.test(await readFile(file, "utf8"))) return file;
  }
  return undefined;
}

/** Terraform requires that the folder exists. */
async function pluginCache(env: NodeJS.ProcessEnv): Promise<string> {
  const folder = path.join(cacheFolder(env), "providers");
  if (folder.includes("$")) {
    throw new ConfigurationError({
      place: "Terraform",
      message: `The cache folder ${cacheFolder(env)} has a "$" in its path, which Terraform reads as the beginning of a variable.`,
      remedy: 'Set FLEETBOOK_CACHE to a folder without a "$".',
    });
  }
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw cacheNotWritable(env, "Terraform", error);
  }
  return folder;
}

function render(registry: string, mirror: ProviderMirror | undefined, cache: string | undefined): string {
  const lines = ["# Written by Fleetbook, anew each time.", "disable_checkpoint = true"];
  if (cache !== undefined) {
    lines.push(
      `plugin_cache_dir = ${quoted(cache)}`,
      // Without this, the cache is used only for stacks that already have a dependency lock file.
      "plugin_cache_may_break_dependency_lock_file = true",
    );
  }
  if (mirror !== undefined) {
    // The registry is excluded for the provider that the mirror has. Otherwise Terraform would ask it for newer versions, and
    // fail offline.
    lines.push(
      "provider_installation {",
      "  filesystem_mirror {",
      `    path = ${quoted(mirror.folder)}`,
      "  }",
      "  direct {",
      `    exclude = [${quoted(`${registry}/hashicorp/aws`)}]`,
      "  }",
      "}",
    );
  }
  return `${lines.join("\n")}\n`;
}

/** A string of HCL 1, the language of this file: it escapes as JSON does, and leaves `${` alone. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

async function write(folder: string, text: string): Promise<string> {
  const file = path.resolve(folder, "terraform.rc");
  await mkdir(folder, { recursive: true });
  // Renamed into place, so that a running Terraform does not read an incomplete file.
  const part = `${file}.${randomUUID()}.part`;
  await writeFile(part, text);
  await rename(part, file);
  return file;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
