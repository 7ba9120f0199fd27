/** A user's shell in the project's folder, with a sandbox of its own and a fleet file that the user edits. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { fleetbook, run, sandboxEnvironment, temporaryFolder, type Outcome } from "../commands";

/** The part of a fleet file that the tests change. */
export interface FleetFile {
  regions: unknown[];
  centralRunbooks: { name: string }[];
  memberAccounts: Record<string, unknown>[];
  [key: string]: unknown;
}

export class UserShell {
  /** The shell's environment before `eval "$(… sandbox env)"`. */
  readonly outside: NodeJS.ProcessEnv;
  readonly #file: string;
  #operator: NodeJS.ProcessEnv = {};

  private constructor(
    /** Everything that the sandbox and Terraform leave is in this folder. */
    readonly folder: string,
    readonly fleet: FleetFile,
    readonly remove: () => Promise<void>,
  ) {
    this.#file = join(folder, "fleet.yaml");
    this.outside = {
      ...process.env,
      FLEETBOOK_SANDBOX: join(folder, "sandbox"),
      TMPDIR: folder,
      FLEETBOOK_FLEET: this.#file,
    };
  }

  /** Starts the sandbox. Nothing is deployed yet. */
  static async start(fleet: FleetFile): Promise<UserShell> {
    const folder = await temporaryFolder();
    const shell = new UserShell(folder.path, fleet, () => folder.remove());
    shell.edit(() => undefined);
    const up = await fleetbook("sandbox", ["up", "--detach"], shell.outside).outcome;
    expect(up.stderr).toContain("The sandbox is ready");
    shell.#operator = await shell.as();
    return shell;
  }

  /** The environment with the operator's credentials. */
  get operator(): NodeJS.ProcessEnv {
    return this.#operator;
  }

  /** The environment of a shell that acts as somebody else: `--account app-dev`. */
  as(...args: readonly string[]): Promise<NodeJS.ProcessEnv> {
    return sandboxEnvironment(this.outside, ...args);
  }

  /** Changes the fleet file and saves it. */
  edit(change: (fleet: FleetFile) => void): void {
    change(this.fleet);
    writeFileSync(this.#file, stringify(this.fleet));
  }

  /** Changes a member account in the fleet file and saves it. */
  editAccount(name: string, change: (account: Record<string, unknown>) => void): void {
    const account = this.fleet.memberAccounts.find((each) => each["name"] === name);
    if (account === undefined) throw new Error(`no account ${name}`);
    this.edit(() => change(account));
  }

  /** Runs `npx cdktf …`. */
  cdktf(...args: readonly string[]): Promise<Outcome> {
    return run("npx", ["cdktf", ...args, "--output", join(this.folder, "cdktf.out")], {
      ...this.#operator,
      CI: "true",
    });
  }

  /**
   * Runs commands as the documentation has them, with what it says to add in the sandbox.
   * @throws Error with what they printed if one fails
   */
  async run(commands: string, env: NodeJS.ProcessEnv = this.#operator): Promise<string> {
    const output = `--output ${join(this.folder, "cdktf.out")}`;
    const adapted = commands
      .replace(/^npx cdktf deploy .*$/gm, `$& --auto-approve --skip-provider-lock --parallelism 2 ${output}`)
      .replace(/^npx cdktf destroy .*$/gm, `$& --auto-approve --skip-provider-lock --parallelism 2 ${output}`);
    const { status, stdout, stderr } = await run("bash", ["-ec", adapted], { ...env, CI: "true" });
    if (status !== 0) throw new Error(`${commands}\nended with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  }
}
