/**
 * Finds a folder on this machine from which Terraform can install the AWS provider: 600 MB need not be
 * downloaded where they are already, and a machine without a way to the registry can work at all.
 */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ConfigurationError } from "../diagnostics/errors";
import { homeFolder } from "./cache-folder";
import { terraformPlatform } from "./platform";

/** The AWS provider that `@cdktf/provider-aws` was generated from. */
export const AWS_PROVIDER_VERSION = "5.100.0";

/** Where packages and administrators put things of this kind, beside the folders that Terraform itself looks in. */
const SYSTEM_PLACES = ["/opt", "/usr/local/share", "/usr/share", "/usr/local/lib", "/var/lib", "/srv"];

/** How many folders are looked at in the system places, at most: it must not cost noticeable time. */
const MAX_FOLDERS = 5000;

export interface ProviderMirror {
  /** Absolute path of the folder that holds a folder per registry. */
  readonly folder: string;
  /** Terraform links to an unpacked provider, but unzips a packed one into every working folder. */
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
 * The mirror that `FLEETBOOK_PROVIDER_MIRROR` names, else the first that really holds the AWS provider's version
 * for this platform, among Terraform's implied folders and then the system's usual places; undefined without one.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 * @throws ConfigurationError when the named folder does not hold it.
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
      ? `${folder} does not hold ${registry}/hashicorp/aws ${AWS_PROVIDER_VERSION} for ${terraformPlatform()}.`
      : `${folder} does not exist.`,
    remedy:
      `Name a folder that \`terraform providers mirror -platform=${terraformPlatform()} FOLDER\` has filled, ` +
      "or unset the variable.",
  });
}

/** In which of the two layouts the folder holds the provider; undefined when it does not. */
function layoutOf(folder: string, registry: string): ProviderMirror["layout"] | undefined {
  const provider = path.join(folder, registry, "hashicorp", "aws");
  const unpacked = path.join(provider, AWS_PROVIDER_VERSION, terraformPlatform());
  if (entriesOf(unpacked).some((name) => name.startsWith("terraform-provider-aws"))) return "unpacked";
  const packed = `terraform-provider-aws_${AWS_PROVIDER_VERSION}_${terraformPlatform()}.zip`;
  return existsSync(path.join(provider, packed)) ? "packed" : undefined;
}

/** Terraform's implied local mirror directories for this platform, in its order. */
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

/** The folders one level below the places, then those two levels below, in order of name. */
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
    // Not there, or not for this user to read: then it holds nothing for Terraform either.
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
