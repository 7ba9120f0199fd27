/** Somebody who carries out a page: in an empty folder, in one shell, with the packed package. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InstalledPackage, MODULES } from "../../build/installed-package";
import { run } from "../commands";
import { edited, type FileChange } from "../../structure/page-steps";

/** Commands that a test does not run as they are, because they ask a registry. */
const INSTEAD: Readonly<Record<string, string>> = {
  // The packages are those of this repository. git must not see a link, so that `node_modules` is a folder.
  "npm install": `mkdir node_modules && ln -s "$READER_MODULES"/* "$READER_MODULES"/.bin node_modules`,
};

/** What a shell of the reader's does not have: the settings of these tests and of whoever runs them. */
const NOT_THE_READERS = /^(FLEETBOOK_FLEET|FLEETBOOK_SANDBOX|JEST_WORKER_ID|AWS_.*|GIT_.*)$/;

export class Reader {
  readonly #package: InstalledPackage;
  #folder: string;
  #env: NodeJS.ProcessEnv;

  private constructor(installed: InstalledPackage) {
    this.#package = installed;
    this.#folder = join(installed.root, "reader");
    const bin = join(installed.root, "bin");
    mkdirSync(this.#folder);
    mkdirSync(bin);
    const npx = `#!/usr/bin/env bash
if [ "$1" = fleetbook ]; then shift; set -- "${installed.program}" "$@"; else set -- "${MODULES}/.bin/$1" "\${@:2}"; fi
exec "${process.execPath}" "$@"
`;
    writeFileSync(join(bin, "npx"), npx, { mode: 0o755 });
    this.#env = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_THE_READERS.test(name))),
      ...{
        PATH: `${bin}:${process.env.PATH ?? ""}`,
        NO_COLOR: "1",
        READER_MODULES: join(installed.root, "node_modules"),
      },
      ...{ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
      ...{ GIT_AUTHOR_NAME: "Reader", GIT_AUTHOR_EMAIL: "reader@example.com" },
      ...{ GIT_COMMITTER_NAME: "Reader", GIT_COMMITTER_EMAIL: "reader@example.com" },
    };
  }

  static async begin(): Promise<Reader> {
    return new Reader(await InstalledPackage.install());
  }

  /** @returns what the command printed, on both streams in their order, and its exit status */
  async type(command: string): Promise<{ readonly output: string; readonly status: number | null }> {
    const [output, after] = ["output", "after"].map((name) => join(this.#package.root, name)) as [string, string];
    // The next command is typed into the same shell: in the folder and with the variables that this one leaves behind.
    const script = `exec >"$1" 2>&1; cd "$2"
${INSTEAD[command] ?? command}
status=$?; { pwd; env -0; } >"$3"; exit $status`;
    const { status } = await run("bash", ["-c", script, "bash", output, this.#folder, after], this.#env);
    const [, folder = "", variables = ""] = /^(.*)\n([^]*)$/.exec(readFileSync(after, "utf8")) ?? [];
    this.#folder = folder;
    this.#env = Object.fromEntries(
      variables.split("\0").flatMap((entry) => {
        const at = entry.indexOf("=");
        return at < 1 ? [] : [[entry.slice(0, at), entry.slice(at + 1)] as const];
      }),
    );
    return { output: readFileSync(output, "utf8"), status };
  }

  save({ kind, path, text }: FileChange): void {
    const file = join(this.#folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, kind === "edit" ? edited(readFileSync(file, "utf8"), text) : text);
  }

  /** Leaves nothing behind, also if the page was not carried out to its end. */
  async end(): Promise<void> {
    await this.type("npx fleetbook sandbox down");
    this.#package.remove();
  }
}
