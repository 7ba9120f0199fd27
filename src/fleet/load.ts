/**
 * Reads a fleet file, and the lock file if it uses one: YAML with line numbers → checked content → fleet. Finds every fault in one
 * pass.
 */
import { ConfigurationError } from "../diagnostics/errors";
import { pathString, type Path } from "../diagnostics/path";
import { schemaProblems, type FileSchema } from "../diagnostics/schema-problems";
import { shownPath } from "../diagnostics/shown-path";
import type { ValueProblem } from "../diagnostics/value-problem";
import { readYamlFile, type YamlFile, type YamlFileKind } from "../diagnostics/yaml-file";
import { listingProblems } from "./expand/listing";
import { FLEETBOOK } from "../diagnostics/called-as";
import { consistencyProblems } from "./consistency/problems";
import type { Surroundings } from "./consistency/surroundings";
import { expand, type Expansion } from "./expand/expand";
import { atSource } from "./expand/places";
import { expansionProblems } from "./expand/problems";
import { ACCOUNT_ID, FORMATS } from "./formats";
import { lockPath, readLock, type LockFile } from "./lock/lock-file";
import type { Fleet } from "./model";
import { resolveFleet } from "./resolve/fleet";
import { fleetFileSchema, fleetJsonSchema, listedFleetSchema } from "./schema/fleet-file";

const EXPLAINED_IN = "docs/fleet-file.md";

const FLEET_FILE: YamlFileKind & FileSchema = {
  name: "fleet file",
  whenMissing: `Begin a project (${FLEETBOOK} init DIR), or name another file with FLEETBOOK_FLEET or the context key fleetFile in cdktf.json.`,
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

/** A fleet file and the lock file that it uses. */
export interface FleetFiles {
  readonly file: YamlFile;
  /** The content that lists the member accounts. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Undefined: the file lists them itself. */
  readonly expanded: { readonly expansion: Expansion; readonly lock: LockFile } | undefined;
}

/** A fleet file whose values are not checked. @throws ConfigurationError if it is no YAML map */
export function readFleetFile(path: string): YamlFile {
  return readYamlFile(path, FLEET_FILE);
}

/**
 * The fleet that a file describes.
 * @param path absolute path of the fleet file (`locateFleetFile`)
 * @throws ConfigurationError with every fault of the file, each with line and column
 */
export function loadFleet(path: string, surroundings: Surroundings): Fleet {
  const { content, expanded } = readFleetFiles(path, surroundings);
  return resolveFleet(listedFleetSchema.parse(content), path, expanded);
}

/** Reads and checks the files. @throws ConfigurationError as `loadFleet` does */
export function readFleetFiles(path: string, surroundings: Surroundings): FleetFiles {
  const file = readFleetFile(path);
  const faults = [...schemaProblems(file.content, FLEET_FILE), ...listingProblems(file.content)];
  if (file.content["include"] === undefined) {
    file.refuse(distinct(faults, consistencyProblems(file.content, surroundings)));
    return { file, content: file.content, expanded: undefined };
  }
  const lock = lockOf(path, file, faults);
  const expansion = expand(file.content, lock.lock);
  const found = [
    ...expansionProblems(file.content, expansion, shownPath(lock.path)).map(inFleetFile),
    ...consistencyProblems(expansion.content, surroundings).map((problem) => atSource(expansion, problem)),
  ];
  const problems = distinct(faults.map(inFleetFile), found);
  const placed = [
    ...file.placed(problems.filter((problem) => problem.file === "fleet")),
    ...lock.placed(problems.filter((problem) => problem.file === "lock")),
  ];
  if (placed.length > 0) throw new ConfigurationError(...placed);
  return { file, content: expansion.content, expanded: { expansion, lock } };
}

function inFleetFile(problem: ValueProblem) {
  return { ...problem, file: "fleet" as const };
}

/** @throws ConfigurationError with the faults of both files if the lock file cannot be read */
function lockOf(path: string, file: YamlFile, faults: readonly ValueProblem[]): LockFile {
  try {
    return readLock(lockPath(path));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(...file.placed(faults), ...error.problems);
  }
}

/**
 * The faults of single values, and those between them. A value that is wrong in itself does not fit the others either; one message
 * is enough. So it is for a setting that several accounts have from one place.
 */
function distinct<T extends ValueProblem>(faults: readonly T[], between: readonly T[]): readonly T[] {
  const others = between.filter(
    (problem) => !faults.some((fault) => fault.atKey === problem.atKey && samePath(fault.path, problem.path)),
  );
  return [...new Map([...faults, ...others].map((each) => [pathString(each.path) + each.message, each])).values()];
}
