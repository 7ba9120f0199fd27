/** The Python side of the sandbox: one process for API calls, one for scripts, each started when it is first needed. */
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ApiCallError } from "../../engine/errors";
import type { AwsApi, Scripts } from "../../engine/ports";
import type { BotoPython } from "../../tools/boto";
import { apiOf } from "./api";
import { printedLines, scriptsOf } from "./scripts";
import type { ScriptSession, Session } from "./session";
import { PythonWorker } from "./worker";

export interface PythonOptions {
  readonly python: BotoPython;
  /** `http://127.0.0.1:<port>` of the gateway; undefined: scripts have no AWS, and there are no API calls. */
  readonly endpoint: string | undefined;
  /** The environment that PATH and TMPDIR come from; HOME's `.aws` and `.ssh` are hidden from scripts. */
  readonly env: NodeJS.ProcessEnv;
  /** Further folders that are hidden from scripts. */
  readonly hidden?: readonly string[];
  /** Takes what scripts print, line by line. */
  readonly log: (line: string) => void;
}

export interface Python {
  /** The services behind the endpoint, in a session's name. */
  api(session: Session): AwsApi;
  /** Scripts whose boto3 acts in a session's name; without credentials in it, in nobody's. */
  scripts(session: ScriptSession | undefined): Scripts;
  /** Ends both processes, and what they run, and waits until they are gone. */
  stop(): Promise<void>;
}

/** Starts nothing yet: the processes start with the first call. */
export function startPython({ python, endpoint, env, hidden = [], log }: PythonOptions): Python {
  const common = { python: python.command, env: environmentOf(python, endpoint, env) };
  const apiWorker = new PythonWorker({ ...common, arguments: [join(__dirname, "api_worker.py")] });
  const scriptWorker = new PythonWorker({
    ...common,
    arguments: [join(__dirname, "script_worker.py"), ...secretFolders(env), ...hidden],
    onMessage(message) {
      if (typeof message.whyOpen === "string") log(`Scripts are not isolated: ${message.whyOpen}.`);
      for (const line of printedLines(message)) log(`aws:executeScript: ${line}`);
    },
  });
  return {
    api: (session) => (endpoint === undefined ? noApi : apiOf(apiWorker, session)),
    scripts: (session) => scriptsOf(scriptWorker, endpoint, session),
    async stop() {
      await Promise.all([apiWorker.stop(), scriptWorker.stop()]);
    },
  };
}

const noApi: AwsApi = {
  call: ({ api }) => Promise.reject(new ApiCallError("SandboxFailure", "There is no AWS to call here.", api)),
};

/** Where the user's own credentials are: hidden from scripts where the system allows that. */
function secretFolders({ HOME }: NodeJS.ProcessEnv): readonly string[] {
  return HOME === undefined ? [] : [".aws", ".ssh"].map((name) => join(HOME, name));
}

/** Nothing of the user's but what Python itself needs: no credentials, no proxies, no settings of AWS's tools. */
function environmentOf(python: BotoPython, endpoint: string | undefined, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    PATH: env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
    // Where Python was built as a shared library outside of the system's folders.
    ...(env.LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH: env.LD_LIBRARY_PATH }),
    HOME: "/nonexistent",
    TMPDIR: env.TMPDIR ?? tmpdir(),
    LANG: "C.UTF-8",
    PYTHONPATH: python.modulePath.join(delimiter),
    PYTHONNOUSERSITE: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    // Each thread of a script would reserve addresses of its own, which count towards its memory limit.
    MALLOC_ARENA_MAX: "2",
    // In place of macOS's settings, which a forked process must not ask for.
    no_proxy: "*",
    AWS_EC2_METADATA_DISABLED: "true",
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }),
  };
}
