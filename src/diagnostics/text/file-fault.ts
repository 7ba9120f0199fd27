/** Faults of the machine's files that only its user can mend: no permission, a full disk. */
import type { Problem } from "../errors";

const FAULTS: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: ["You have no permission for it", "Use a folder of your own, or change its owner or mode (ls -ld)."],
  EPERM: ["The operation is not permitted", "Use a folder of your own, or change its owner or mode (ls -ld)."],
  EROFS: ["Its file system is read-only", "Use a folder of another file system."],
  ENOSPC: ["The disk is full", "Free space (df -h), and run it again."],
  EDQUOT: ["Your quota of the disk is used up", "Free space, and run it again."],
};

/** What is wrong with a file, of an error of Node's; undefined for every other error. */
export function fileFault(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = "", path, syscall } = error as NodeJS.ErrnoException;
  const fault = FAULTS[code];
  // Calls of the network have a syscall and no path.
  if (fault === undefined || (path === undefined && syscall !== "write")) return undefined;
  const [message, remedy] = fault;
  return { ...(path !== undefined && { place: path }), message: `${message}: ${error.message}.`, remedy };
}
