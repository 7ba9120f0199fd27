/**
 * Finds a folder on this machine from which Terraform can install the AWS provider. This saves a download of 600 MB, and makes a
 * machine without access to the registry usable.
 */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ConfigurationError } from "../diagnostics/errors";
import { homeFolder } from "./cache-folder";
import { terraformPlatform } from "./platform";

/** The AWS provider from which `@cdktf/provider-aws` was generated. */
export const AWS_PROVIDER_VERSION = "5.100.0";

/** Folders in which packages and administrators put mirrors, besides those that Terraform itself searches. */
const SYSTEM_PLACES = ["/opt", "/usr/local/share", "/usr/share", "/usr/local/lib", "/var/lib", "/srv"];

/** Maximum number of folders to search in the system's places, so that the search takes no noticeable time. */
const MAX_FOLDERS = 5000;

export interface ProviderMirror {
  /** Absolute path of the folder that contains a folder for each registry. */
  readonly folder: string;
  /** Terraform links to an unpacked provider, and unzips a packed one into every working folder. */
  readonly layout: "packed" | "unpacked";
}

export interface FindProviderMirrorOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The registry that the provider's address names: `registry.terraform.io`. */
  readonly registry: string;
  /** Folders to search one and two levels deep. @default the usual ones of Linux and macOS */
  readonly systemPlaces?: readonly string[];
}

/**
 * The mirror that `FLEETBOOK_PROVIDER_MIRROR` names, or the first that contains the AWS provider in the right version for this
 * platform, first in Terraform's implied folders and then in the system's usual places; undefined if there is none.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 * @throws ConfigurationError if the named folder does not contain the provider
 */
export function findProviderMirror(options: FindProviderMirrorOptions): ProviderMirror | undefined {
  const { env, registry, systemPlaces = SYSTEM_PLACES } = options;
  if (env.FLEETBOOK_PROVIDER_MIRROR) return namedMirror(env.FLEETBOOK_PROVIDER_MIRROR, registry);
  for (const folder of impliedFolders(env)) {
    const layout = layoutOf(folder, registry);
    if (layout !== undefined) return { folder, layout };
  }
  for (const folder of foldersBelow(systemPlaces)) {
    const layout = layoutOf(folder, registry);
    if (layout !== undefined) return { folder, layout };
  }
  return undefined;
}

function namedMirror(name: string, registry: string): ProviderMirror {
  const folder = path.resolve(name);
  const layout = layoutOf(folder, registry);
  if (layout !== undefined) return { folder, layout };
  throw new ConfigurationError({
    place: "FLEETBOOK_PROVIDER_MIRROR",
    message: existsSync(folder)
      ? `${folder} does not contain ${registry}/hashicorp/aws ${AWS_PROVIDER_VERSION} for ${terraformPlatform()}.`
      : `${folder} does not exist.`,
    remedy:
      `Name a folder that \`terraform providers mirror -platform=${terraformPlatform()} FOLDER\` has filled, ` +
      "or unset the variable.",
  });
}

/** The layout in which the folder contains the provider; undefined if it does not contain it. */
function layoutOf(folder: string, registry: string): ProviderMirror["layout"] | undefined {
  const provider = path.join(folder, registry, "hashicorp", "aws");
  const unpacked = path.join(provider, AWS_PROVIDER_VERSION, terraformPlatform());
  if (entriesOf(unpacked).some((name) => name.startsWith("terraform-provider-aws"))) return "unpacked";
  const packed = `terraform-provider-aws_${AWS_PROVIDER_VERSION}_${terraformPlatform()}.zip`;
  return existsSync(path.join(provider, packed)) ? "packed" : undefined;
}

/** Terraform's implied local mirror directories for this platform, in Terraform's order. */
function impliedFolders(env: NodeJS.ProcessEnv): string[] {
  const home = homeFolder(env);
  const own = [path.resolve("terraform.d", "plugins"), path.join(home, ".terraform.d", "plugins")];
  if (process.platform === "darwin") {
    const support = ["Library", "Application Support", "io.terraform", "plugins"];
    return [...own, path.join(home, ...support), path.join("/", ...support)];
  }
  const data = [
    env.XDG_DATA_HOME || path.join(home, ".local", "share"),
    ...(env.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":"),
  ];
  return [
    ...own,
    ...data.filter((folder) => path.isAbsolute(folder)).map((folder) => path.join(folder, "terraform", "plugins")),
  ];
}

/** The folders one level below the places and then those two levels below, sorted by name. */
function foldersBelow(places: readonly string[]): string[] {
  const first = places.flatMap((place) => subfoldersOf(place));
  const folders = [...first];
  for (const folder of first) {
    if (folders.length >= MAX_FOLDERS) break;
    folders.push(...subfoldersOf(folder));
  }
  return folders.slice(0, MAX_FOLDERS);
}

function subfoldersOf(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => path.join(folder, entry.name))
      .sort();
  } catch {
    // If the folder does not exist or this user cannot read it, Terraform cannot use it either.
    return [];
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
