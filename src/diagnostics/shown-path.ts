/** The notation of file paths in messages. */
import path from "node:path";

/** The path relative to the current folder, or the absolute path of a file outside it. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === "" || relative.startsWith("..") ? file : relative;
}
