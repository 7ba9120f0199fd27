/** Installs a copy's packages with npm. */
import { spawn } from "node:child_process";
import { OperationError } from "../diagnostics/errors";

/** @throws OperationError with what npm printed */
export async function installPackages(folder: string, signal: AbortSignal): Promise<void> {
  // The packages' scripts are not needed. Some packages ask for a newer Node than they need. npm hands the settings of an
  // `npm run` on to this process, so all that matter are named.
  const settings = ["--ignore-scripts", "--no-engine-strict", "--no-package-lock", "--loglevel=warn"];
  const npm = spawn("npm", ["install", ...settings, "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  let printed = "";
  for (const stream of [npm.stdout, npm.stderr]) stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const status = await new Promise<number | null>((resolve, reject) =>
    npm.once("error", reject).once("close", resolve),
  );
  if (status === 0) return;
  throw new OperationError({
    place: folder,
    message: `npm install ended with exit status ${String(status)}:\n${printed.trim()}`,
    remedy: "Check that the npm registry answers, and run the command again.",
  });
}
