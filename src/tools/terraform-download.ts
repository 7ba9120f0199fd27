/**
 * Downloads a pinned Terraform release, checks it and puts it into the cache folder. A file without the pinned checksum is never
 * written, and the program gets its name only when it is complete.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { unzipSync } from "fflate";
import { ConfigurationError } from "../diagnostics/errors";
import { messageOf } from "../diagnostics/text/message-of";
import { ask } from "./ask";
import { cacheFolder, cacheNotWritable } from "./cache-folder";
import { terraformPlatform } from "./platform";
import type { TerraformRelease } from "./terraform-release";

/** Seconds for the whole download of about 30 MB, also over a slow connection. */
const DOWNLOAD_TIMEOUT_SECONDS = 600;

/** Path of the release's program, which may not exist yet. */
export function downloadedTerraform(env: NodeJS.ProcessEnv, release: TerraformRelease): string {
  return path.join(cacheFolder(env), "terraform", release.version, terraformPlatform(), "terraform");
}

/** Address of the release's zip for this platform, without credentials, for messages. */
export function terraformReleaseAddress(env: NodeJS.ProcessEnv, release: TerraformRelease): string {
  return releaseLocation(env, release).address;
}

/**
 * Downloads the release for this platform.
 * @returns absolute path of the program
 * @throws ConfigurationError if there is none for this platform, if it cannot be downloaded or written, or if it does not have the
 *   pinned checksum
 */
export async function downloadTerraform(env: NodeJS.ProcessEnv, release: TerraformRelease): Promise<string> {
  const expected = release.sha256[terraformPlatform()];
  if (expected === undefined) {
    throw unavailable(release, `There is no pinned release for ${terraformPlatform()}.`);
  }
  const location = releaseLocation(env, release);
  const zip = await download(location, env, release);
  const actual = createHash("sha256").update(zip).digest("hex");
  if (actual !== expected) {
    throw unavailable(
      release,
      `The SHA-256 of ${location.address} is ${actual}, but ${expected} was expected; the file was not installed.`,
    );
  }
  const program = unzipSync(zip, { filter: (file) => file.name === "terraform" })["terraform"];
  if (program === undefined) throw unavailable(release, `${location.address} does not contain a file named terraform.`);
  return keep(env, release, program);
}

/** The remedy if Terraform is missing. */
export function installTerraformRemedy(version: string): string {
  return (
    `Install Terraform ${version}: \`brew install hashicorp/tap/terraform\`, ` +
    `\`tfenv install ${version} && tfenv use ${version}\`, or HashiCorp's apt repository ` +
    "(https://developer.hashicorp.com/terraform/install); or set TERRAFORM_BINARY_NAME to a Terraform or OpenTofu " +
    "that is installed."
  );
}

interface ReleaseLocation {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

function releaseLocation(env: NodeJS.ProcessEnv, release: TerraformRelease): ReleaseLocation {
  const base = env.FLEETBOOK_TERRAFORM_RELEASES || "https://releases.hashicorp.com";
  const zip = `terraform/${release.version}/terraform_${release.version}_${terraformPlatform()}.zip`;
  let url: URL;
  try {
    url = new URL(`${base.replace(/\/+$/, "")}/${zip}`);
  } catch {
    throw new ConfigurationError({
      place: "FLEETBOOK_TERRAFORM_RELEASES",
      message: "The value is not a URL; the base of a copy of https://releases.hashicorp.com was expected.",
      remedy: "Correct it, or unset it to download from HashiCorp.",
    });
  }
  // They must not be shown.
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = "";
  url.password = "";
  const headers = credentials === ":" ? {} : { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
  return { address: url.href, headers };
}

async function download(
  location: ReleaseLocation,
  env: NodeJS.ProcessEnv,
  release: TerraformRelease,
): Promise<Uint8Array> {
  const { address, headers } = location;
  let answer;
  try {
    answer = await ask("GET", address, { env, headers, timeoutSeconds: DOWNLOAD_TIMEOUT_SECONDS });
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw unavailable(
      release,
      `${address} cannot be reached: ${messageOf(error)}.`,
      "Or check the network and HTTPS_PROXY, or set FLEETBOOK_TERRAFORM_RELEASES to the address of a copy that can be reached.",
    );
  }
  if (answer.status === 200) return answer.body;
  throw unavailable(
    release,
    `${address} answered ${answer.status}` +
      (answer.location === undefined ? "." : ` and points to ${answer.location}, which is not followed.`),
    "Or set FLEETBOOK_TERRAFORM_RELEASES to the address of a copy of https://releases.hashicorp.com.",
  );
}

/** Writes the file under another name and renames it, so that other processes see a complete program or none. */
async function keep(env: NodeJS.ProcessEnv, release: TerraformRelease, program: Uint8Array): Promise<string> {
  const binary = downloadedTerraform(env, release);
  const part = `${binary}.${randomUUID()}.part`;
  try {
    await mkdir(path.dirname(binary), { recursive: true });
    await writeFile(part, program, { mode: 0o755 });
    await rename(part, binary);
  } catch (error) {
    // The first failure is the one to report.
    await rm(part, { force: true }).catch(() => undefined);
    throw cacheNotWritable(env, `Terraform ${release.version}`, error);
  }
  return binary;
}

function unavailable(release: TerraformRelease, message: string, more = ""): ConfigurationError {
  return new ConfigurationError({
    place: `Terraform ${release.version}`,
    message,
    remedy: `${installTerraformRemedy(release.version)} ${more}`.trim(),
  });
}
