/** Writes the lock file as a whole: an interrupted write leaves the earlier file. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { OperationError } from "../../diagnostics/errors";
import { shownPath } from "../../diagnostics/shown-path";
import { lockText } from "../../fleet/lock/lock-text";
import type { Lock } from "../../fleet/schema/lock-file";

/** @throws OperationError if the file cannot be written */
export function writeLock(path: string, lock: Lock): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, lockText(lock));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new OperationError({
      place: shownPath(path),
      message: `The lock file cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: "Check the permissions of the folder and the free space.",
    });
  }
}
