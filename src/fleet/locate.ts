/** Finds the fleet file: an environment variable, then `cdktf.json`'s context, then `fleet.yaml` in the project. */
import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { distance } from "fastest-levenshtein";
import { ConfigurationError } from "../diagnostics/errors";
import { isObject } from "../diagnostics/json";
import { kindOf } from "../diagnostics/kind-of";
import { quoted } from "../diagnostics/quoted";
import { decodeUtf8 } from "../diagnostics/utf8";

/** Overrides the path of the fleet file. A relative path starts at the project's folder. */
const FLEET_FILE_VARIABLE = "FLEETBOOK_FLEET";
/** The key in `cdktf.json`'s `context` that names the fleet file. */
const FLEET_FILE_CONTEXT = "fleetFile";

/**
 * Absolute path of the fleet file. The file may be missing: `loadFleet` reports that.
 * @throws ConfigurationError if `cdktf.json` cannot be read, or its context seems to name a fleet file and does not.
 */
export function locateFleetFile(projectFolder: string, env: NodeJS.ProcessEnv): string {
  const path = env[FLEET_FILE_VARIABLE] || contextValue(projectFolder) || "fleet.yaml";
  return isAbsolute(path) ? path : join(projectFolder, path);
}

function contextValue(projectFolder: string): string | undefined {
  const file = join(projectFolder, "cdktf.json");
  const context = contextOf(file);
  const misspelt = Object.keys(context).find(
    (key) => key !== FLEET_FILE_CONTEXT && distance(key.toLowerCase(), FLEET_FILE_CONTEXT.toLowerCase()) <= 2,
  );
  // Other keys of the context belong to CDKTF and to the user's own constructs.
  if (misspelt !== undefined) {
    throw new ConfigurationError({
      place: file,
      message: `The context has the key ${quoted(misspelt)}, which nothing reads.`,
      remedy: `Did you mean "${FLEET_FILE_CONTEXT}"?`,
    });
  }
  const value = context[FLEET_FILE_CONTEXT];
  if (value === undefined || typeof value === "string") return value;
  throw new ConfigurationError({
    place: file,
    message: `context.${FLEET_FILE_CONTEXT}: expected a string, found ${kindOf(value)}.`,
    remedy: "Write the path of the fleet file, from the folder of cdktf.json.",
  });
}

/** A folder with a fleet file and nothing else can be validated. */
function contextOf(file: string): Readonly<Record<string, unknown>> {
  if (!existsSync(file)) return {};
  try {
    const settings: unknown = JSON.parse(decodeUtf8(readFileSync(file), file));
    return isObject(settings) && isObject(settings.context) ? settings.context : {};
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError({
      place: file,
      message: `The project's cdktf.json cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: "Restore it from version control.",
    });
  }
}
