/** The name that Terraform gives to the platform Fleetbook runs on; releases and provider packages are named after it. */

const architectures: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64", ia32: "386", arm: "arm" };

/** `linux_amd64`, `darwin_arm64` and so on. */
export function terraformPlatform(): string {
  return `${process.platform === "win32" ? "windows" : process.platform}_${architectures[process.arch] ?? process.arch}`;
}
