/** Reads a fleet file: YAML with line numbers → checked content → fleet. Finds every fault in one pass. */
import { consistencyProblems } from "./consistency/problems";
import type { Surroundings } from "./consistency/surroundings";
import { ACCOUNT_ID, FORMATS } from "./formats";
import type { Fleet } from "./model";
import { resolveFleet } from "./resolve/fleet";
import { fleetFileSchema, fleetJsonSchema } from "./schema/fleet-file";
import { schemaProblems, type FileSchema } from "../diagnostics/schema-problems";
import type { Path } from "../diagnostics/path";
import { readYamlFile, type YamlFileKind } from "../diagnostics/yaml-file";

const EXPLAINED_IN = "docs/fleet-file.md";

const FLEET_FILE: YamlFileKind & FileSchema = {
  name: "fleet file",
  whenMissing:
    "Copy the example (fleet.yaml in Fleetbook's repository) and put in your ids, or name another file with FLEETBOOK_FLEET or the context key fleetFile in cdktf.json.",
  whenNotMap: `Begin with \`organization:\`; ${EXPLAINED_IN} explains every key.`,
  schema: fleetFileSchema,
  jsonSchema: fleetJsonSchema,
  explainedIn: EXPLAINED_IN,
  formats: FORMATS,
  quoting: { id: ACCOUNT_ID.remedy },
};

function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

/**
 * The fleet that a file describes.
 * @param path absolute path of the fleet file (`locateFleetFile`)
 * @throws ConfigurationError with every fault of the file, each with line and column
 */
export function loadFleet(path: string, surroundings: Surroundings): Fleet {
  const file = readYamlFile(path, FLEET_FILE);
  const faults = schemaProblems(file.content, FLEET_FILE);
  // A value that is wrong in itself does not fit the others either; one message is enough.
  const consistent = consistencyProblems(file.content, surroundings).filter(
    (problem) => !faults.some((fault) => fault.atKey === problem.atKey && samePath(fault.path, problem.path)),
  );
  file.refuse([...faults, ...consistent]);
  return resolveFleet(fleetFileSchema.parse(file.content), path);
}
