/** On which machines Fleetbook does not run. */

interface Machine {
  /** `process.platform` */
  readonly platform: string;
  /** Of Node: `20.19.0`. */
  readonly version: string;
}

/** @param range of Node's versions: `>=20.19 <25` @returns why not, and what to do; undefined if it can run there */
export function unfitMachine(
  { platform, version }: Machine,
  range: string,
): { readonly message: string; readonly remedy: string } | undefined {
  if (platform === "win32") {
    return {
      message: "Fleetbook runs on Linux and macOS, and on Windows in WSL.",
      remedy: "Install WSL (wsl --install), and in it Node, Python and Fleetbook.",
    };
  }
  const least = /\d+\.\d+/.exec(range)?.[0] ?? "0.0";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return {
    message: `Node is ${version}, and Fleetbook needs ${least} or newer.`,
    remedy: "Install Node 22, for example with a version manager (nvm install 22).",
  };
}
