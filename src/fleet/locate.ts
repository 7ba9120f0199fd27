/** Finds the fleet file: an environment variable, then `cdktf.json`'s context, then `fleet.yaml` in the project. */
import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { ConfigurationError } from "../diagnostics/errors";

/** Overrides the path of the fleet file. A relative path starts at the project's folder. */
const FLEET_FILE_VARIABLE = "FLEETBOOK_FLEET";
/** The key in `cdktf.json`'s `context` that names the fleet file. */
const FLEET_FILE_CONTEXT = "fleetFile";

/**
 * Absolute path of the fleet file. The file may be missing: `loadFleet` reports that.
 * @throws ConfigurationError if `cdktf.json` cannot be read.
 */
export function locateFleetFile(projectFolder: string, env: NodeJS.ProcessEnv): string {
  const path = env[FLEET_FILE_VARIABLE] || contextValue(projectFolder) || "fleet.yaml";
  return isAbsolute(path) ? path : join(projectFolder, path);
}

function contextValue(projectFolder: string): string | undefined {
  const file = join(projectFolder, "cdktf.json");
  try {
    const settings = JSON.parse(readFileSync(file, "utf8")) as { context?: Record<string, unknown> };
    const value = settings.context?.[FLEET_FILE_CONTEXT];
    return typeof value === "string" ? value : undefined;
  } catch (error) {
    throw new ConfigurationError({
      place: file,
      message: `The project's cdktf.json cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: "Restore it from version control.",
    });
  }
}
