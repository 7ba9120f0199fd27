/** Finds and reads the lock file of a fleet file. */
import { FLEETBOOK } from "../../diagnostics/called-as";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import type { FileSchema } from "../../diagnostics/schema-problems";
import { schemaProblems } from "../../diagnostics/schema-problems";
import { shownPath } from "../../diagnostics/shown-path";
import { decodeUtf8 } from "../../diagnostics/utf8";
import type { ValueProblem } from "../../diagnostics/value-problem";
import { readYamlFile, type YamlFile, type YamlFileKind } from "../../diagnostics/yaml-file";
import { FORMATS } from "../formats";
import { lockFileSchema, lockJsonSchema, PARENT_ID, type Lock } from "../schema/lock-file";
import { canonicalLock } from "./lock-text";
import { lockProblems } from "./problems";

const SYNC = `${FLEETBOOK} sync`;

const LOCK_FILE: YamlFileKind & FileSchema = {
  name: "lock file",
  whenMissing: `Write it: \`${SYNC}\` reads the organization from AWS. The fleet file has \`include\`, which selects accounts of the lock file.`,
  whenNotMap: `Restore it from version control, or remove it and write it anew: \`${SYNC}\`.`,
  schema: lockFileSchema,
  jsonSchema: lockJsonSchema,
  explainedIn: "docs/organization.md",
  formats: [PARENT_ID, ...FORMATS],
};

/** A lock file that has no fault in itself. */
export interface LockFile {
  /** Absolute path. */
  readonly path: string;
  readonly lock: Lock;
  /** Problems at paths of the lock, with their lines. */
  placed(problems: readonly ValueProblem[]): readonly Problem[];
}

/** `fleet.lock.yaml` beside `fleet.yaml`. @param fleetFile absolute path of the fleet file */
export function lockPath(fleetFile: string): string {
  return join(dirname(fleetFile), `${basename(fleetFile, extname(fleetFile))}.lock.yaml`);
}

/** As `readLock`, or undefined if there is no such file. */
export function readLockIfAny(path: string): LockFile | undefined {
  return existsSync(path) ? readLock(path) : undefined;
}

/** @throws ConfigurationError with every fault of the file, or if there is none */
export function readLock(path: string): LockFile {
  const content = textOf(path);
  const lock = content === undefined ? undefined : canonicalLock(content);
  // Positions need the YAML parser, which is slow: only a file with faults pays for it.
  const yaml = once(() => readYamlFile(path, LOCK_FILE));
  const placed = (problems: readonly ValueProblem[]) => (problems.length === 0 ? [] : yaml().placed(problems));
  if (lock !== undefined) {
    if (lockProblems(lock).length > 0) yaml().refuse(lockProblems(lock));
    return { path, lock, placed };
  }
  const file = yaml();
  file.refuse(schemaProblems(file.content, LOCK_FILE));
  const parsed = lockFileSchema.parse(file.content);
  file.refuse(lockProblems(parsed));
  return { path, lock: parsed, placed };
}

function once(read: () => YamlFile): () => YamlFile {
  let file: YamlFile | undefined;
  return () => (file ??= read());
}

/** Undefined if there is no such file: the reader of YAML reports that. @throws ConfigurationError if it has a conflict of git's */
function textOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const content = decodeUtf8(readFileSync(path), shownPath(path));
  const line = content.split("\n").findIndex((each) => /^(<{7}|>{7}|={7})( |\r?$)/.test(each));
  if (line < 0) return content;
  throw new ConfigurationError({
    place: `${shownPath(path)}:${line + 1}:1`,
    message: "The lock file has a conflict that git could not merge.",
    remedy: `Keep the lines of both sides and remove the markers; of an account that has two lines, keep the line of the branch that you merge into. Then run \`${SYNC}\`.`,
  });
}
