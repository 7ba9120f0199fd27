/** Which sources the package needs: everything that its programs and its exports reach. */
import { build } from "esbuild";
import { join } from "node:path";

/** What people start. */
export const PROGRAMS = ["src/cli/fleetbook.ts", "src/cli/sandbox.ts", "src/cli/demo.ts"];

/** What people start or import, what is started by a name that is put together at run time, and Fleetbook's own runbooks. */
export const ENTRIES = [
  ...PROGRAMS,
  "src/package/fleetbook.ts",
  "src/package/stacks.ts",
  "src/package/runbook.ts",
  "src/package/jest.ts",
  "src/package/operations.ts",
  "src/sandbox/machines/emulated/thread.ts",
  "runbooks/check-os.ts",
  "runbooks/check-os-windows.ts",
  "runbooks/create-and-share-ami.ts",
];

/** Only the repository makes the script of a report's page anew. */
const LEFT_OUT = ["*/make-bundle"];

interface Reached {
  /** Paths of the sources, from the repository. */
  readonly sources: readonly string[];
  /** The packages that they import, in order. */
  readonly packages: readonly string[];
}

/** @param repository absolute path */
export async function reachedFrom(entries: readonly string[], repository: string): Promise<Reached> {
  const { metafile } = await build({
    entryPoints: entries.map((entry) => join(repository, entry)),
    absWorkingDir: repository,
    bundle: true,
    metafile: true,
    write: false,
    outdir: "dist",
    platform: "node",
    packages: "external",
    external: LEFT_OUT,
    logLevel: "warning",
  });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) =>
    imports.flatMap(({ path, external }) => (external === true ? [packageOf(path)] : [])),
  );
  return {
    sources: Object.keys(metafile.inputs)
      .filter((file) => file.endsWith(".ts"))
      .sort(),
    packages: [...new Set(imported.flatMap((name) => name ?? []))].sort(),
  };
}

/** `@aws-sdk/client-ssm/x` → `@aws-sdk/client-ssm`; undefined for Node's own modules and for paths. */
function packageOf(path: string): string | undefined {
  if (path.startsWith(".") || path.startsWith("node:")) return undefined;
  return /^(@[^/]+\/)?[^/]+/.exec(path)?.[0];
}
