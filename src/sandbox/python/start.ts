/** The Python part of the sandbox: a process for API calls and one for scripts, each started when it is first needed. */
import { join } from "node:path";
import { ApiCallError } from "../../engine/errors";
import type { AwsApi, Scripts } from "../../engine/ports";
import type { BotoPython } from "../../tools/boto";
import { apiOf } from "./api";
import { environmentOf } from "./environment";
import { printedLines, scriptsOf } from "./scripts";
import type { ScriptSession, Session } from "./session";
import { PythonWorker } from "./worker";

export interface PythonOptions {
  readonly python: BotoPython;
  /** `http://127.0.0.1:<port>` of the gateway. If undefined, neither scripts nor API calls can reach AWS. */
  readonly endpoint: string | undefined;
  /** The source of PATH and TMPDIR. HOME is hidden from scripts, but for the folders of Python and of programs. */
  readonly env: NodeJS.ProcessEnv;
  /** Further folders that are hidden from scripts. */
  readonly hidden?: readonly string[];
  /** Receives the output of scripts, line by line. */
  readonly log: (line: string) => void;
}

export interface Python {
  /** The services behind the endpoint, called with a session's credentials. */
  api(session: Session): AwsApi;
  /** Scripts whose boto3 has a session's credentials, if the session has any. */
  scripts(session: ScriptSession | undefined): Scripts;
  /** Ends both processes and all scripts, and waits until they have ended. */
  stop(): Promise<void>;
}

/** The processes start with the first call. */
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

/** The user's own folder, and those of credentials in it, which are hidden from scripts if the system allows it. */
function secretFolders({ HOME }: NodeJS.ProcessEnv): readonly string[] {
  return HOME === undefined ? [] : [HOME, ...[".aws", ".ssh"].map((name) => join(HOME, name))];
}
