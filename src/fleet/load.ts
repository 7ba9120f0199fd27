/** Reads a fleet file: text → YAML with line numbers → checked content → fleet. Finds every fault in one pass. */
import { consistencyFindings, type Surroundings } from "./consistency";
import type { Fleet } from "./model";
import { resolveFleet } from "./resolve";
import { fleetFileSchema } from "./schema";
import { fleetFindings } from "./schema-findings";
import { readYamlFile, type YamlFileKind } from "../diagnostics/yaml-file";

const FLEET_FILE: YamlFileKind = {
  name: "fleet file",
  whenMissing:
    "Copy the example (fleet.yaml in Fleetbook's repository) and put in your ids, or name another file with FLEETBOOK_FLEET or the context key fleetFile in cdktf.json.",
  whenNoMap: "Begin with `organization:`; docs/fleet-file.md explains every key.",
};

/**
 * The fleet that a file describes.
 * @param path absolute path of the fleet file (`locateFleetFile`)
 * @throws ConfigurationError with every fault of the file, each with line and column
 */
export function loadFleet(path: string, surroundings: Surroundings): Fleet {
  const file = readYamlFile(path, FLEET_FILE);
  file.refuse([...fleetFindings(file.content), ...consistencyFindings(file.content, surroundings)]);
  return resolveFleet(fleetFileSchema.parse(file.content), path);
}
