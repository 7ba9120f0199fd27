/** How files are named to people. */
import path from "node:path";

/** The path from the current folder, as people would type it; the absolute path of what lies outside of it. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === "" || relative.startsWith("..") ? file : relative;
}
