/**
 * The folder for downloads that all of a user's projects share: Terraform, moto's virtual environment and the AWS provider. It
 * can be removed at any time.
 */
import { homedir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../diagnostics/errors";

/**
 * Absolute path of the cache folder, which may not exist yet: `FLEETBOOK_CACHE`, or `fleetbook` in `XDG_CACHE_HOME`, or
 * `~/.cache/fleetbook`.
 * A relative `XDG_CACHE_HOME` is ignored, as the XDG Base Directory Specification asks.
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (env.FLEETBOOK_CACHE) return path.resolve(env.FLEETBOOK_CACHE);
  const xdg = env.XDG_CACHE_HOME;
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, "fleetbook");
  return path.join(homeFolder(env), ".cache", "fleetbook");
}

/** Absolute path of the user's home folder. */
export function homeFolder(env: NodeJS.ProcessEnv): string {
  return env.HOME ? path.resolve(env.HOME) : homedir();
}

/** The error if the cache folder cannot be written to: a full disk, a read-only home, another user's folder. */
export function cacheNotWritable(env: NodeJS.ProcessEnv, tool: string, cause: unknown): ConfigurationError {
  return new ConfigurationError({
    place: tool,
    message: `The cache folder ${cacheFolder(env)} cannot be written to: ${cause instanceof Error ? cause.message : String(cause)}.`,
    remedy: "Free disk space or make the folder writable, or set FLEETBOOK_CACHE to another folder.",
  });
}
