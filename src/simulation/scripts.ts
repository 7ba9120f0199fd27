/** The scripts of `aws:executeScript` in a simulation: functions of a test, or Python as the sandbox runs it, with the simulation's answers. */
import type { Json, JsonObject } from "../document/json";
import { ScriptError } from "../engine/errors";
import type { AwsApi, ScriptCall, Scripts } from "../engine/ports";
import { stringOf } from "../engine/values";
import { ConfigurationError } from "../diagnostics/errors";
import { AnswersEndpoint } from "./answers-endpoint";
import { Wire } from "../sandbox/python/wire";
import { startPython, type Python } from "../sandbox/python/start";
import { findBoto, type BotoPython } from "../tools/boto";
import type { ToolContext } from "../tools/tool-context";
import type { Remedies } from "./remedies";
import type { Outside } from "./outside";

/** Replaces a script and receives its InputPayload. A ScriptError that it throws fails the step. */
export type ScriptFunction = (payload: JsonObject, context: JsonObject) => Json | Promise<Json>;

export interface SimulatedScriptsOptions {
  /** By step name. */
  readonly functions: Readonly<Record<string, ScriptFunction>>;
  /** The step that runs in an execution. */
  readonly stepOf: (executionId: string) => string;
  readonly region: string;
  /** What boto3 and the AWS CLI inside scripts call. */
  readonly api: AwsApi;
  readonly outside: Outside;
  readonly tools: ToolContext;
  readonly remedies: Remedies;
}

/** Nobody checks them: a simulation evaluates no policies. */
const CREDENTIALS = { accessKeyId: "AKIASIMULATION000000", secretAccessKey: "simulation" };

/** Searched once, because the search starts a process. */
let found: Promise<BotoPython> | undefined;

export class SimulatedScripts implements Scripts {
  #python: Python | undefined;
  #endpoint: AnswersEndpoint | undefined;

  readonly #options: SimulatedScriptsOptions;

  constructor(options: SimulatedScriptsOptions) {
    this.#options = options;
  }

  run(call: ScriptCall, signal: AbortSignal): Promise<Json> {
    const { functions, stepOf, outside } = this.#options;
    const step = stepOf(stringOf(call.context["automation:EXECUTION_ID"] ?? ""));
    const own = Object.hasOwn(functions, step) ? functions[step] : undefined;
    if (own !== undefined) return outside.ask(isAnswer, () => own(call.payload, call.context));
    return outside.work(`The script of ${step}`, signal, isAnswer, (limited) =>
      outside.time.during(this.#onPython(step, call, limited)),
    );
  }

  async stop(): Promise<void> {
    await this.#python?.stop();
    await this.#endpoint?.close();
  }

  async #onPython(step: string, call: ScriptCall, signal: AbortSignal): Promise<Json> {
    const python = await this.#start(step);
    const { region } = this.#options;
    return python.scripts({ region, credentials: CREDENTIALS }).run(call, signal);
  }

  async #start(step: string): Promise<Python> {
    if (this.#python !== undefined) return this.#python;
    const { env, log } = this.#options.tools;
    try {
      found ??= findBoto({ env, log });
      const python = await found;
      this.#endpoint ??= await AnswersEndpoint.open(new Wire(python, env), this.#options.api);
      this.#python ??= startPython({ python, endpoint: this.#endpoint.url, env, log });
      return this.#python;
    } catch (error) {
      found = undefined;
      if (!(error instanceof ConfigurationError)) throw error;
      const why = error.problems.map(({ message }) => message).join(" ");
      throw new ScriptError(`${why} Or ${this.#options.remedies.script(step)}.`);
    }
  }
}

function isAnswer(error: unknown): boolean {
  return error instanceof ScriptError;
}
