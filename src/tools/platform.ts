/** Terraform's name for the current platform, which is part of the names of releases and provider packages. */

const architectures: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64", ia32: "386", arm: "arm" };

/** `linux_amd64`, `darwin_arm64` and so on. */
export function terraformPlatform(): string {
  return `${process.platform === "win32" ? "windows" : process.platform}_${architectures[process.arch] ?? process.arch}`;
}
