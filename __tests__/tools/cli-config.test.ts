import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { terraformCliConfig } from "../../src/tools/cli-config";
import { terraformPlatform } from "../../src/tools/platform";
import { findProgram, runProgram } from "../../src/tools/programs";
import { AWS_PROVIDER_VERSION } from "../../src/tools/provider-mirror";
import { configurationErrorOf, itWith, temporaryFolder, writeFileAt, writeProgram } from "./support";

const AWS = "registry.terraform.io/hashicorp/aws";

function fillUnpacked(
  mirror: string,
  { version = AWS_PROVIDER_VERSION, platform = terraformPlatform(), of = AWS } = {},
) {
  writeProgram(path.join(mirror, of, version, platform, `terraform-provider-aws_v${version}_x5`), "");
  return mirror;
}

function fillPacked(mirror: string, version = AWS_PROVIDER_VERSION): string {
  writeFileAt(path.join(mirror, AWS, `terraform-provider-aws_${version}_${terraformPlatform()}.zip`), "");
  return mirror;
}

/** A user's machine with an empty home, cache and system. */
function machine() {
  const root = temporaryFolder();
  const home = path.join(root, "home");
  const opt = path.join(root, "opt");
  const lines: string[] = [];
  return {
    root,
    home,
    opt,
    cache: path.join(root, "cache"),
    lines,
    config: (env: NodeJS.ProcessEnv = {}, product: "terraform" | "opentofu" = "terraform") =>
      terraformCliConfig({
        env: { HOME: home, FLEETBOOK_CACHE: path.join(root, "cache"), XDG_DATA_DIRS: path.join(root, "share"), ...env },
        folder: path.join(root, "run", "sandbox"),
        log: (line) => lines.push(line),
        product,
        systemPlaces: [opt],
      }),
  };
}

const read = async (config: Promise<string>) => readFileSync(await config, "utf8");

describe("the user's own Terraform CLI configuration", () => {
  it("is used if TF_CLI_CONFIG_FILE names it", async () => {
    const { root, config } = machine();
    const file = writeFileAt(path.join(root, "my.tfrc"), "");
    expect(await config({ TF_CLI_CONFIG_FILE: file })).toBe(file);
  });

  it("is replaced by a new file if TF_CLI_CONFIG_FILE names a missing one, and the log says so", async () => {
    const { root, config, lines } = machine();
    const file = await config({ TF_CLI_CONFIG_FILE: "/no/such/file" });
    expect(file).toBe(path.join(root, "run", "sandbox", "terraform.rc"));
    expect(existsSync(file)).toBe(true);
    expect(lines[0]).toBe("TF_CLI_CONFIG_FILE names /no/such/file, which does not exist; the variable is ignored.");
  });

  it("is used from the home folder if it says where providers come from", async () => {
    const { home, config } = machine();
    const file = writeFileAt(path.join(home, ".terraformrc"), "provider_installation {\n  direct {}\n}\n");
    expect(await config()).toBe(file);
  });

  it("is not used if FLEETBOOK_PROVIDER_MIRROR is set", async () => {
    const { root, home, config } = machine();
    writeFileAt(path.join(home, ".terraformrc"), "provider_installation {\n  direct {}\n}\n");
    const mirror = fillUnpacked(path.join(root, "mirror"));
    expect(await read(config({ FLEETBOOK_PROVIDER_MIRROR: mirror }))).toContain(mirror);
  });

  it("is not used from the home folder if it has other settings only", async () => {
    const { home, config } = machine();
    const file = writeFileAt(path.join(home, ".terraformrc"), "# provider_installation\ndisable_checkpoint = true\n");
    expect(await config()).not.toBe(file);
  });
});

describe("a provider mirror", () => {
  it("provides the AWS provider, which then never comes from the registry", async () => {
    const { opt, config } = machine();
    const mirror = fillUnpacked(path.join(opt, "plugins"));
    const text = await read(config());
    expect(text).toContain(`filesystem_mirror {\n    path = "${mirror}"\n  }`);
    expect(text).toContain(`direct {\n    exclude = ["${AWS}"]\n  }`);
    expect(text).toContain("disable_checkpoint = true");
  });

  it("is found in Terraform's implied folders before the system's places", async () => {
    const { home, root, opt, config } = machine();
    fillUnpacked(path.join(opt, "plugins"));
    const shared = fillUnpacked(path.join(root, "share", "terraform", "plugins"));
    if (process.platform === "linux") expect(await read(config())).toContain(`"${shared}"`);
    const own = fillUnpacked(path.join(home, ".terraform.d", "plugins"));
    expect(await read(config())).toContain(`"${own}"`);
  });

  it("is found one and two levels below the system's places, and no deeper", async () => {
    const { opt, config } = machine();
    fillUnpacked(path.join(opt, "a", "b", "c"));
    expect(await read(config())).not.toContain("filesystem_mirror");
    const second = fillUnpacked(path.join(opt, "x", "plugins"));
    expect(await read(config())).toContain(`"${second}"`);
    const first = fillUnpacked(path.join(opt, "z"));
    expect(await read(config())).toContain(`"${first}"`);
  });

  it("is found behind a symbolic link", async () => {
    const { root, opt, config } = machine();
    const real = fillUnpacked(path.join(root, "elsewhere"));
    mkdirSync(opt, { recursive: true });
    symlinkSync(real, path.join(opt, "plugins"));
    expect(await read(config())).toContain(`"${path.join(opt, "plugins")}"`);
  });

  it("is not used if it lacks the version, the platform or the program", async () => {
    const { opt, config } = machine();
    fillUnpacked(path.join(opt, "version"), { version: "5.99.0" });
    fillUnpacked(path.join(opt, "platform"), { platform: "plan9_amd64" });
    fillPacked(path.join(opt, "packed"), "5.99.0");
    writeFileAt(path.join(opt, "program", AWS, AWS_PROVIDER_VERSION, terraformPlatform(), "LICENSE.txt"), "");
    expect(await read(config())).not.toContain("filesystem_mirror");
  });

  it("is unzipped once, into the cache, if it is packed", async () => {
    const { opt, cache, config } = machine();
    const mirror = fillPacked(path.join(opt, "plugins"));
    const text = await read(config());
    expect(text).toContain(`"${mirror}"`);
    expect(text).toContain(`plugin_cache_dir = "${cache}/providers"`);
  });

  it("is used without the cache if it is unpacked, because the cache's links could break", async () => {
    const { opt, config } = machine();
    fillUnpacked(path.join(opt, "plugins"));
    expect(await read(config())).not.toContain("plugin_cache_dir");
  });

  it("is the one that FLEETBOOK_PROVIDER_MIRROR names before any other", async () => {
    const { root, home, config } = machine();
    fillUnpacked(path.join(home, ".terraform.d", "plugins"));
    const mirror = fillUnpacked(path.join(root, "mirror"));
    expect(await read(config({ FLEETBOOK_PROVIDER_MIRROR: mirror }))).toContain(`"${mirror}"`);
  });

  it("is an error if FLEETBOOK_PROVIDER_MIRROR names a missing folder", async () => {
    const error = await configurationErrorOf(machine().config({ FLEETBOOK_PROVIDER_MIRROR: "/no/such/folder" }));
    expect(error.message).toContain("FLEETBOOK_PROVIDER_MIRROR: /no/such/folder does not exist");
  });

  it("is an error if the folder in FLEETBOOK_PROVIDER_MIRROR does not contain the provider", async () => {
    const { root, config } = machine();
    const error = await configurationErrorOf(config({ FLEETBOOK_PROVIDER_MIRROR: root }));
    expect(error.message).toContain(`does not contain ${AWS} ${AWS_PROVIDER_VERSION} for ${terraformPlatform()}`);
    expect(error.message).toContain("terraform providers mirror");
  });

  it("must contain the provider under OpenTofu's own registry for OpenTofu", async () => {
    const { opt, config } = machine();
    fillUnpacked(path.join(opt, "terraform"));
    expect(await read(config({}, "opentofu"))).not.toContain("filesystem_mirror");
    const mirror = fillUnpacked(path.join(opt, "tofu"), { of: "registry.opentofu.org/hashicorp/aws" });
    const text = await read(config({}, "opentofu"));
    expect(text).toContain(`"${mirror}"`);
    expect(text).toContain('exclude = ["registry.opentofu.org/hashicorp/aws"]');
  });
});

describe("without a provider mirror,", () => {
  it("the AWS provider is downloaded into the cache once for all stacks", async () => {
    const { cache, config, lines } = machine();
    const text = await read(config());
    expect(text).toContain(`plugin_cache_dir = "${cache}/providers"`);
    expect(text).toContain("plugin_cache_may_break_dependency_lock_file = true");
    expect(text).not.toContain("provider_installation");
    // Terraform refuses to start if it is missing.
    expect(existsSync(path.join(cache, "providers"))).toBe(true);
    expect(lines).toEqual([`The AWS provider ${AWS_PROVIDER_VERSION} comes from registry.terraform.io.`]);
  });

  it("a cache folder that Terraform would expand is refused", async () => {
    const { root, config } = machine();
    const error = await configurationErrorOf(config({ FLEETBOOK_CACHE: path.join(root, "$HOME") }));
    expect(error.message).toContain("FLEETBOOK_CACHE");
  });
});

describe("the real Terraform", () => {
  const terraform = findProgram("terraform", process.env);

  itWith(terraform)("reads paths with quotes, backslashes, spaces and templates", async () => {
    const { root, cache, config } = machine();
    const folder = path.join(root, 'a "mirror" \\ ${x} %{y} é');
    // The real provider has 600 MB; Terraform links to any file with its name.
    fillUnpacked(folder);
    const file = await config({ FLEETBOOK_PROVIDER_MIRROR: folder });
    const working = path.join(root, "working");
    writeFileAt(
      path.join(working, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { aws: { source: AWS, version: AWS_PROVIDER_VERSION } } } }),
    );
    const init = await runProgram(terraform ?? "", [`-chdir=${working}`, "init", "-no-color", "-input=false"], {
      env: { PATH: process.env.PATH, HOME: cache, TF_CLI_CONFIG_FILE: file },
      timeoutSeconds: 60,
    });
    expect(init).toMatchObject({ failure: undefined, stderr: "" });
    expect(init.stdout).toContain(`Installed hashicorp/aws v${AWS_PROVIDER_VERSION}`);
  });
});

describe("the AWS provider's version", () => {
  it("is the one that @cdktf/provider-aws was generated from", () => {
    const file = require.resolve("@cdktf/provider-aws/package.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      cdktf: { provider: { name: AWS, version: AWS_PROVIDER_VERSION } },
    });
  });
});
