/** The package.json of a new project: exact versions, those that Fleetbook itself is tested with. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { PACKAGE_FOLDER } from "../project/folders";

interface Manifest {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

/** Fleetbook's peers, of which a project has one copy, and the loader of its TypeScript. */
const RUN = ["@cdktf/provider-aws", "cdktf", "constructs", "tsx"];
/** What checks and deploys. */
const DEVELOP = ["@swc/core", "@swc/jest", "@types/jest", "@types/node", "cdktf-cli", "jest", "typescript"];

/** @param folder absolute path of the project */
export function projectManifest(folder: string): object {
  const own = JSON.parse(readFileSync(join(PACKAGE_FOLDER, "package.json"), "utf8")) as Manifest;
  const versions = { ...own.devDependencies, ...own.dependencies };
  const pinned = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, versions[name]]));
  return {
    name: packageName(folder),
    private: true,
    engines: own.engines,
    scripts: {
      fleetbook: "fleetbook",
      sandbox: "fleetbook sandbox",
      demo: "fleetbook demo",
      test: "jest",
      "check:types": "tsc --noEmit",
    },
    dependencies: sorted({ fleetbook: fleetbookSource(folder, own.version), ...pinned(RUN) }),
    devDependencies: pinned(DEVELOP),
    overrides: own.overrides,
    allowScripts: own.allowScripts,
  };
}

/** Letters, digits and hyphens of the folder's name. */
export function packageName(folder: string): string {
  return (
    basename(folder)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "fleet"
  );
}

/** From where this Fleetbook was installed: its version in the registry, or the tarball or folder on this machine. */
function fleetbookSource(folder: string, version: string): string {
  const modules = dirname(PACKAGE_FOLDER);
  if (basename(modules) !== "node_modules") return fileSource(folder, PACKAGE_FOLDER);
  const lock = join(modules, ".package-lock.json");
  if (!existsSync(lock)) return version;
  const { packages } = JSON.parse(readFileSync(lock, "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly resolved?: string }>>;
  };
  const resolved = packages["node_modules/fleetbook"]?.resolved ?? "";
  return resolved.startsWith("file:")
    ? fileSource(folder, resolve(dirname(modules), resolved.slice("file:".length)))
    : version;
}

function fileSource(folder: string, target: string): string {
  return `file:${relative(folder, target)}`;
}

function sorted(entries: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(entries).sort(([left], [right]) => (left < right ? -1 : 1)));
}
