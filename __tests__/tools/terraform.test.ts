import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { findProgram } from "../../src/tools/programs";
import { terraformPlatform } from "../../src/tools/platform";
import { findTerraform } from "../../src/tools/terraform";
import { PINNED_TERRAFORM } from "../../src/tools/terraform-release";
import {
  configurationErrorOf,
  itWith,
  startHost,
  temporaryFolder,
  terraformScript,
  writeFileAt,
  writeProgram,
} from "./support";

const VERSION = "1.11.4";
const ZIP_PATH = `/terraform/${VERSION}/terraform_${VERSION}_${terraformPlatform()}.zip`;
const zip = zipSync({ "LICENSE.txt": strToU8("licence"), terraform: strToU8(terraformScript(VERSION)) });
const sha256 = createHash("sha256").update(zip).digest("hex");
const release = { version: VERSION, sha256: { [terraformPlatform()]: sha256 } };

/** A user's machine: an empty PATH and an empty cache. */
function machine(env: NodeJS.ProcessEnv = {}) {
  const folder = temporaryFolder();
  const cache = path.join(folder, "cache");
  const bin = path.join(folder, "bin");
  const lines: string[] = [];
  return {
    bin,
    cache,
    lines,
    find: () =>
      findTerraform({
        env: { PATH: bin, FLEETBOOK_CACHE: cache, ...env },
        log: (line) => lines.push(line),
        release,
      }),
    /** Every file in the cache, by name. */
    kept: () =>
      existsSync(cache)
        ? readdirSync(cache, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => entry.name)
        : [],
  };
}

const releaseHost = () =>
  startHost((request, response) => {
    if (request.url === ZIP_PATH) response.end(zip);
    else response.writeHead(404).end();
  });

describe("Terraform on PATH", () => {
  it("is used if it is new enough, and nothing is logged", async () => {
    const { bin, find, lines } = machine();
    const binary = writeProgram(path.join(bin, "terraform"), terraformScript("1.10.0"));
    expect(await find()).toEqual({ binary, version: "1.10.0", product: "terraform" });
    expect(lines).toEqual([]);
  });

  it("is recognized as OpenTofu under the name terraform", async () => {
    const { bin, find } = machine();
    writeProgram(path.join(bin, "terraform"), terraformScript("1.10.0", "OpenTofu"));
    expect((await find()).product).toBe("opentofu");
  });

  const unfit = [
    ["too old", terraformScript("1.9.8"), "is version 1.9.8; 1.10.0 or newer is needed"],
    ["a shim without a version behind it", "#!/bin/sh\nexit 1\n", "does not give its version: it exited with 1"],
    ["another program", "#!/bin/sh\necho '{}'\n", "does not give its version: `version -json` did not answer"],
  ] as const;
  it.each(unfit)("is replaced by a download if it is %s", async (_, script, reason) => {
    const host = await releaseHost();
    const { bin, cache, find, lines } = machine({ FLEETBOOK_TERRAFORM_RELEASES: host.url });
    writeProgram(path.join(bin, "terraform"), script);
    const tool = await find();
    expect(tool.version).toBe(VERSION);
    expect(tool.binary.startsWith(cache)).toBe(true);
    expect(lines).toEqual([expect.stringContaining(reason)]);
  });
});

describe("the real Terraform on this machine", () => {
  const real = findProgram("terraform", process.env);
  itWith(real)("tells its version although TF_CLI_CONFIG_FILE names a missing file", async () => {
    const env = { ...process.env, TF_CLI_CONFIG_FILE: "/no/such/file", TERRAFORM_BINARY_NAME: real };
    const tool = await findTerraform({ env, log: () => undefined });
    expect(tool).toMatchObject({ binary: real, product: "terraform" });
  });
});

describe("TERRAFORM_BINARY_NAME", () => {
  it("names a program on PATH", async () => {
    const { bin, find } = machine({ TERRAFORM_BINARY_NAME: "tofu" });
    const binary = writeProgram(path.join(bin, "tofu"), terraformScript("1.10.3", "OpenTofu"));
    expect(await find()).toEqual({ binary, version: "1.10.3", product: "opentofu" });
  });

  it("names a program by its path", async () => {
    const binary = writeProgram(path.join(temporaryFolder(), "my-terraform"), terraformScript("1.12.1"));
    expect(await machine({ TERRAFORM_BINARY_NAME: binary }).find()).toMatchObject({ binary, version: "1.12.1" });
  });

  it("is an error if the program is missing, and no other program is used", async () => {
    const host = await releaseHost();
    const { bin, find } = machine({ TERRAFORM_BINARY_NAME: "tofu", FLEETBOOK_TERRAFORM_RELEASES: host.url });
    writeProgram(path.join(bin, "terraform"), terraformScript("1.11.4"));
    const error = await configurationErrorOf(find());
    expect(error.message).toContain("TERRAFORM_BINARY_NAME: tofu is not an executable file");
    expect(host.requests).toEqual([]);
  });

  it("is an error that names both versions if the program is too old", async () => {
    const { bin, find } = machine({ TERRAFORM_BINARY_NAME: "tofu" });
    writeProgram(path.join(bin, "tofu"), terraformScript("1.9.1", "OpenTofu"));
    expect((await configurationErrorOf(find())).message).toContain("tofu is version 1.9.1; 1.10.0 or newer is needed");
  });
});

describe("Terraform that is not on PATH", () => {
  it("is downloaded, checked and kept as an executable, and the log says so", async () => {
    const host = await releaseHost();
    const { find, lines, kept } = machine({ FLEETBOOK_TERRAFORM_RELEASES: `${host.url}/` });
    const tool = await find();
    expect(tool).toMatchObject({ version: VERSION, product: "terraform" });
    expect(readFileSync(tool.binary, "utf8")).toBe(terraformScript(VERSION));
    expect(lines).toEqual([
      `Terraform is not on PATH: downloading 1.11.4 for ${terraformPlatform()} from ${host.url}${ZIP_PATH} …`,
    ]);
    expect(kept()).toEqual(["terraform"]);
  });

  it("is downloaded once", async () => {
    const host = await releaseHost();
    const { find, lines } = machine({ FLEETBOOK_TERRAFORM_RELEASES: host.url });
    const first = await find();
    expect(await find()).toEqual(first);
    expect(host.requests).toEqual([ZIP_PATH]);
    expect(lines[1]).toBe(`Terraform is not on PATH: using 1.11.4 of ${first.binary}.`);
  });

  it("is downloaded again if the kept program no longer runs", async () => {
    const host = await releaseHost();
    const { find } = machine({ FLEETBOOK_TERRAFORM_RELEASES: host.url });
    const { binary } = await find();
    writeFileAt(binary, "");
    expect((await find()).version).toBe(VERSION);
    expect(host.requests).toHaveLength(2);
  });

  it("is complete for two processes that download it at once", async () => {
    const host = await releaseHost();
    const { find, kept } = machine({ FLEETBOOK_TERRAFORM_RELEASES: host.url });
    const [first, second] = await Promise.all([find(), find()]);
    expect(first).toEqual(second);
    expect(kept()).toEqual(["terraform"]);
  });

  it("is not installed if its checksum is wrong, and the error names both checksums", async () => {
    const other = zipSync({ terraform: strToU8(`${terraformScript(VERSION)}# changed\n`) });
    const host = await startHost((_, response) => response.end(other));
    const { find, kept } = machine({ FLEETBOOK_TERRAFORM_RELEASES: host.url });
    const error = await configurationErrorOf(find());
    expect(error.message).toContain(sha256);
    expect(error.message).toContain(createHash("sha256").update(other).digest("hex"));
    expect(kept()).toEqual([]);
  });

  /** What every message must hold besides the reason. */
  function expectInstructions(message: string): void {
    expect(message).toContain("Terraform 1.11.4");
    expect(message).toContain("brew install hashicorp/tap/terraform");
    expect(message).toContain("tfenv install 1.11.4");
    expect(message).toContain("https://developer.hashicorp.com/terraform/install");
    expect(message).toContain("TERRAFORM_BINARY_NAME");
  }

  it("is an error with instructions if the host does not have it", async () => {
    const host = await startHost((_, response) => response.writeHead(404).end());
    const { find, kept } = machine({ FLEETBOOK_TERRAFORM_RELEASES: host.url });
    const { message } = await configurationErrorOf(find());
    expect(message).toContain(`${host.url}${ZIP_PATH} answered 404`);
    expectInstructions(message);
    expect(kept()).toEqual([]);
  });

  it("is an error with instructions if the host does not answer", async () => {
    const { find } = machine({ FLEETBOOK_TERRAFORM_RELEASES: "http://127.0.0.1:1" });
    const { message } = await configurationErrorOf(find());
    expect(message).toMatch(/127\.0\.0\.1:1\/.* cannot be reached/);
    expectInstructions(message);
  });

  it("is an error if the connection breaks during the download", async () => {
    const host = await startHost((_, response) => {
      response.writeHead(200, { "content-length": zip.length });
      response.write(zip.subarray(0, 20), () => response.destroy());
    });
    const { find, kept } = machine({ FLEETBOOK_TERRAFORM_RELEASES: host.url });
    expectInstructions((await configurationErrorOf(find())).message);
    expect(kept()).toEqual([]);
  });

  it("is not downloaded from a host to which the release host redirects", async () => {
    const other = await releaseHost();
    const host = await startHost((request, response) =>
      response.writeHead(302, { location: `${other.url}${request.url}` }).end(),
    );
    const { find } = machine({ FLEETBOOK_TERRAFORM_RELEASES: host.url });
    const { message } = await configurationErrorOf(find());
    expect(message).toContain(`answered 302 and points to ${other.url}${ZIP_PATH}, which is not followed`);
    expect(other.requests).toEqual([]);
  });

  it("is an error on a platform without a pinned release", async () => {
    const { bin, cache } = machine();
    const find = findTerraform({
      env: { PATH: bin, FLEETBOOK_CACHE: cache },
      log: () => undefined,
      release: { version: VERSION, sha256: {} },
    });
    const { message } = await configurationErrorOf(find);
    expect(message).toContain(`There is no pinned release for ${terraformPlatform()}`);
    expectInstructions(message);
  });

  it("is downloaded with the credentials of the release address, which are never shown", async () => {
    const seen: (string | undefined)[] = [];
    const host = await startHost((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(403).end();
    });
    const { find, lines } = machine({
      FLEETBOOK_TERRAFORM_RELEASES: host.url.replace("http://", "http://user:pass%40word@"),
    });
    const { message } = await configurationErrorOf(find());
    expect(seen).toEqual([`Basic ${Buffer.from("user:pass@word").toString("base64")}`]);
    expect(`${message}${lines.join("")}`).not.toContain("pass");
  });

  it("is an error if the release address is not a URL", async () => {
    const { find } = machine({ FLEETBOOK_TERRAFORM_RELEASES: "mirror" });
    expect((await configurationErrorOf(find())).message).toContain("FLEETBOOK_TERRAFORM_RELEASES");
  });

  it("is an error that names the cache folder if that cannot be written to", async () => {
    const host = await releaseHost();
    const { cache, find } = machine({ FLEETBOOK_TERRAFORM_RELEASES: host.url });
    writeFileAt(cache, "a file in the way");
    const { message } = await configurationErrorOf(find());
    expect(message).toContain(`The cache folder ${cache} cannot be written to`);
    expect(message).toContain("FLEETBOOK_CACHE");
  });
});

describe("the pinned release", () => {
  it("is the version in .terraform-version", () => {
    const file = path.join(__dirname, "..", "..", ".terraform-version");
    expect(PINNED_TERRAFORM.version).toBe(readFileSync(file, "utf8").trim());
  });

  it("has a SHA-256 for Linux and macOS on both architectures", () => {
    expect(Object.keys(PINNED_TERRAFORM.sha256).sort()).toEqual([
      "darwin_amd64",
      "darwin_arm64",
      "linux_amd64",
      "linux_arm64",
    ]);
    const sums = Object.values(PINNED_TERRAFORM.sha256);
    expect(new Set(sums).size).toBe(4);
    for (const sum of sums) expect(sum).toMatch(/^[0-9a-f]{64}$/);
  });
});
