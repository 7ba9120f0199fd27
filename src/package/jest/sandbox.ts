/** A sandbox of its own for a file of tests: started before its first test and stopped after its last. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { down, upInBackground } from "../../sandbox/lifecycle/background";
import { environment, terraformVariables, type Variables } from "../../sandbox/lifecycle/environment";

/** How the sandbox of a test file is started. */
export interface SandboxOptions {
  /** Path of the fleet file. @default that of the project */
  readonly fleet?: string;
  /** Path of the nodes file. @default nodes.yaml beside the fleet file, if it exists */
  readonly nodes?: string;
  /** Milliseconds that the start may take; the first one of a machine installs moto. @default 300,000 */
  readonly timeout?: number;
}

/** Whose credentials a test needs. */
export interface SandboxCaller {
  /** Name or id of an account. @default the administrator account */
  readonly account?: string;
  /** A role of the account, as Systems Manager gets it. */
  readonly role?: string;
  /** The credentials that deploy the stacks. */
  readonly deploy?: boolean;
}

/** The sandbox of a test file. */
export interface TestSandbox {
  /**
   * The environment of a process that works in the sandbox: endpoint, credentials, fleet file.
   * @throws ConfigurationError if there is no such account or role
   */
  env(caller?: SandboxCaller): Promise<NodeJS.ProcessEnv>;
}

/** The program that starts a sandbox; Node reads its TypeScript with tsx. */
const EXTENSION = extname(__filename);
const PROGRAM = [...(EXTENSION === ".ts" ? ["--import", "tsx"] : []), join(__dirname, `../../cli/sandbox${EXTENSION}`)];

/** Registers the hooks of jest that start and stop a sandbox; call it at the top of a test file or in a `describe`. */
export function useSandbox({ fleet, nodes, timeout = 300_000 }: SandboxOptions = {}): TestSandbox {
  let folder: string | undefined;
  let terraform: Variables = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetbook-jest-"));
    await upInBackground({
      folder,
      nodeArguments: [...PROGRAM, "up", ...option("--fleet", fleet), ...option("--nodes", nodes)],
      env: { ...process.env, FLEETBOOK_SANDBOX: folder },
      log,
    });
    // Here, because a test has only 5 seconds.
    terraform = await terraformVariables({ folder, env: process.env, log });
  }, timeout);

  afterAll(async () => {
    if (folder === undefined) return;
    await down(folder);
    await rm(folder, { recursive: true, force: true });
  }, timeout);

  return {
    async env(caller = {}) {
      if (folder === undefined) throw new Error("The sandbox is not running yet: ask in a test or in a hook.");
      const variables = await environment({ folder, env: process.env, terraform, log }, caller);
      return { ...process.env, ...variables };
    },
  };
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

/** jest's own output is enough; the sandbox keeps a log. */
function log(): void {}
