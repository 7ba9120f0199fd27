/**
 * `npm run build`: makes `dist/`, which the package has. esbuild turns each source into JavaScript (CommonJS) with a source map, and
 * TypeScript writes the declarations of what the package exports. Sources keep their places, so that a file finds the ones beside it.
 */
import { execFile } from "node:child_process";
import { build, type BuildOptions } from "esbuild";
import { chmod, copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import { promisify } from "node:util";
import { makeBundle } from "../operations/show/html/make-bundle";
import { MADE_BUNDLE } from "../operations/show/html/bundle";
import { PACKAGE_FOLDER } from "../project/folders";
import { ENTRIES, PROGRAMS, reachedFrom } from "./sources";

/** Folders of which the package needs nothing. */
const LEFT_OUT = ["src/operations/show/html/client", "src/structure", "src/build", "src/site"];

/** What finds that Node is too old has to be read by it, and so do the programs that load it. */
const THIS_MACHINE = "src/project/this-machine.ts";
const OLD_NODE = "node8";

const DIST = join(PACKAGE_FOLDER, "dist");

const COMPILED = {
  outbase: PACKAGE_FOLDER,
  outdir: DIST,
  format: "cjs",
  platform: "node",
  // Files are found without their extensions only by require().
  supported: { "dynamic-import": false },
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
} satisfies BuildOptions;

/** @param withTypes whether TypeScript writes the declarations, which takes most of the time */
async function makeDist(withTypes: boolean): Promise<void> {
  await rm(DIST, { recursive: true, force: true });
  const { sources } = await reachedFrom(ENTRIES, PACKAGE_FOLDER);
  await Promise.all([compile(sources), copyOthers("src"), writePage(), ...(withTypes ? [declare()] : [])]);
  await chmod(join(DIST, "src/cli/fleetbook.js"), 0o755);
}

async function compile(sources: readonly string[]): Promise<void> {
  const rest = sources.filter((file) => file !== THIS_MACHINE && !PROGRAMS.includes(file));
  await Promise.all([
    build({ ...COMPILED, entryPoints: rest.map(absolute), target: "node20" }),
    build({ ...COMPILED, entryPoints: PROGRAMS.map(absolute), target: OLD_NODE }),
    // Only in a bundle are the names of Node's modules without `node:`, which old versions do not know.
    build({ ...COMPILED, entryPoints: [absolute(THIS_MACHINE)], target: OLD_NODE, bundle: true }),
  ]);
}

function absolute(source: string): string {
  return join(PACKAGE_FOLDER, source);
}

/** Tables, schemas, Python, shell scripts, documents: whatever is not TypeScript. */
async function copyOthers(folder: string): Promise<void> {
  if (LEFT_OUT.includes(folder)) return;
  await mkdir(join(DIST, folder), { recursive: true });
  for (const entry of await readdir(join(PACKAGE_FOLDER, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "__pycache__") await copyOthers(path);
    } else if (extname(entry.name) !== ".ts") {
      await copyFile(join(PACKAGE_FOLDER, path), join(DIST, path));
    }
  }
}

async function writePage(): Promise<void> {
  const file = join(DIST, relative(PACKAGE_FOLDER, MADE_BUNDLE));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(await makeBundle()));
}

async function declare(): Promise<void> {
  const compiler = join(PACKAGE_FOLDER, "node_modules/typescript/bin/tsc");
  await promisify(execFile)(process.execPath, [compiler, "--project", join(PACKAGE_FOLDER, "tsconfig.build.json")]);
}

makeDist(!process.argv.includes("--no-types")).catch((error: unknown) => {
  console.error(error instanceof Error && "stdout" in error ? error.stdout : error);
  process.exitCode = 1;
});
