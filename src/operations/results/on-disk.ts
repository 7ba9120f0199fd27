/** Turns errors of the file system into errors that name the file and say what becomes of the results. */
import { OperationError } from "../../diagnostics/errors";
import { shownPath } from "../../diagnostics/shown-path";

/** @throws OperationError that names `file` if the file system refuses the work */
export async function onDisk<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new OperationError({
      place: shownPath(file),
      message: code === "ENOSPC" ? "The disk is full, so the file cannot be written." : `${message}.`,
      remedy:
        code === "ENOSPC"
          ? "Free some space and run the same command again: it continues with what it had collected."
          : "Correct the permissions or the path (--out), and run the same command again.",
    });
  }
}
