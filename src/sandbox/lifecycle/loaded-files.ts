/** The files that a sandbox was made from, as they were when it read them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export interface LoadedFile {
  /** Absolute. */
  readonly path: string;
  /** Of its content. Undefined if there was no such file. */
  readonly sha256?: string | undefined;
}

export function loadedFiles(paths: readonly string[]): LoadedFile[] {
  return paths.map((path) => ({ path, sha256: sha256Of(path) }));
}

/** The paths of files whose content is another one now. */
export function changedSince(files: readonly LoadedFile[]): readonly string[] {
  return files.filter(({ path, sha256 }) => sha256Of(path) !== sha256).map(({ path }) => path);
}

function sha256Of(path: string): string | undefined {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch {
    // A file that cannot be read is reported by what reads it.
    return undefined;
  }
}
