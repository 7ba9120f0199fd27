/** A copy of the project's sources with other packages in its `node_modules`. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Successor } from "./successors";

/** What an app of the project can load: files and folders from the project's folder. */
const SOURCES = ["main.ts", "cdktf.json", "package.json", "stacks", "runbooks", "amazon-documents", "src"];

/**
 * Copies the sources to `folder`, below the project's own `node_modules`, where Node finds every package that the successor
 * does not replace. Imports are renamed; `packages` become the copy's only dependencies.
 */
export function copyProject(projectFolder: string, folder: string, { packages, renames }: Successor): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of SOURCES) {
    const source = join(projectFolder, name);
    if (existsSync(source)) cpSync(source, join(folder, name), { recursive: true });
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".ts")) renameImports(join(folder, name), renames);
  }
  // npm would refuse an alias that is none of the versions which the provider's package asks for.
  const overrides = Object.fromEntries(Object.keys(packages).map((name) => [name, `$${name}`]));
  const manifest = { name: "fleetbook-with-successor", private: true, dependencies: packages, overrides };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

function renameImports(file: string, renames: Readonly<Record<string, string>>): void {
  const before = readFileSync(file, "utf8");
  const after = renamedImports(before, renames);
  if (after !== before) writeFileSync(file, after);
}

/** The text of a TypeScript file in which packages, and files in them, are imported under other names. */
function renamedImports(text: string, renames: Readonly<Record<string, string>>): string {
  return Object.entries(renames).reduce(
    (renamed, [from, to]) =>
      renamed.replaceAll(`from "${from}"`, `from "${to}"`).replaceAll(`from "${from}/`, `from "${to}/`),
    text,
  );
}
