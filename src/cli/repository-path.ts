/** Paths for programs that know the repository and not the current folder. */
import { relative, resolve, sep } from "node:path";
import type { Position } from "../diagnostics/yaml-text";

/** The path from the repository's root, with slashes. */
export function pathFromRoot(file: string, root: string): string {
  return relative(root, resolve(file)).split(sep).join("/");
}

/** `file:line:column` or `file`, taken apart. */
export function partsOfPlace(place: string): { readonly file: string | undefined; readonly position?: Position } {
  const [, file = "", line, column] = /^(.*?)(?::(\d+):(\d+))?$/s.exec(place) ?? [];
  if (file === "") return { file: undefined };
  return { file, ...(line !== undefined && { position: { line: Number(line), column: Number(column) } }) };
}
