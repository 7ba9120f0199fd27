/** Answers to the calls of AWS's APIs that a runbook makes in a simulation, and a record of the calls. */
import { isList, isObject, type JsonObject } from "../document/json";
import { ApiCallError } from "../engine/errors";
import type { ApiCall, AwsApi } from "../engine/ports";
import { ConfigurationError } from "../diagnostics/errors";
import { didYouMean } from "../diagnostics/did-you-mean";
import type { Outside } from "./outside";
import { TEST_REMEDIES, type Remedies } from "./remedies";

/** A call that AWS refuses. */
interface ApiRefusal {
  readonly error: {
    /** `UnauthorizedOperation`, `InvalidAMIID.NotFound` */
    readonly code: string;
    readonly message: string;
  };
}

/** A response as boto3 has it, or a refusal. */
type Answer = JsonObject | ApiRefusal | ApiCallError;
type ApiFunction = (parameters: JsonObject) => Answer | Promise<Answer>;
/** A list: one answer for each call, the last one for all that follow. */
export type ApiAnswer = Answer | ApiFunction | readonly Answer[];

/** By service and operation in AWS's spelling: `ec2:DescribeInstances`. Any spelling in the runbook finds them. */
export type ApiAnswers = Readonly<Record<string, ApiAnswer>>;

export interface SimulatedCall {
  /** The name of the answer; if there is no answer, the runbook's spelling. */
  readonly name: string;
  readonly parameters: JsonObject;
  /** AWS's error code, if the call was refused. */
  readonly error?: string;
}

/** The code of a call that has no answer. */
const NO_ANSWER = "NoAnswer";

/** `ec2:DescribeInstances` */
export const CALL_NAME = /^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/;

export class SimulatedApi implements AwsApi {
  readonly calls: SimulatedCall[] = [];
  readonly #names: ReadonlyMap<string, string>;
  /** The number of calls of each operation. */
  readonly #counts = new Map<string, number>();

  readonly #answers: ApiAnswers;
  readonly #given: readonly string[];
  readonly #remedies: Remedies;
  readonly #outside: Outside;

  /** @throws ConfigurationError for a name that is not of the form `service:Operation` */
  /**
   * @param answers those of the user
   * @param builtIn answers of the simulation itself, for calls that the user does not answer
   */
  constructor(answers: ApiAnswers, outside: Outside, remedies: Remedies = TEST_REMEDIES, builtIn: ApiAnswers = {}) {
    this.#answers = { ...builtIn, ...answers };
    this.#given = Object.keys(answers);
    this.#outside = outside;
    this.#remedies = remedies;
    const names = Object.keys(answers);
    const wrong = names.filter((name) => !CALL_NAME.test(name));
    if (wrong.length > 0) throw new ConfigurationError(...wrong.map(nameProblem));
    this.#names = new Map(Object.keys(this.#answers).map((name) => [plain(name), name]));
  }

  /** The names of answers for which nothing has asked, each with the unanswered call that was probably meant. */
  unasked(): readonly { readonly name: string; readonly meant: string | undefined }[] {
    const unanswered = this.calls.flatMap(({ name, error }) => (error === NO_ANSWER ? suggested(name) : []));
    return this.#given
      .filter((name) => !this.#counts.has(name))
      .map((name) => ({ name, meant: unanswered.length === 0 ? undefined : didYouMean(name, unanswered, "") }));
  }

  async call({ service, api, parameters }: ApiCall): Promise<JsonObject> {
    const asked = `${service}:${api}`;
    const name = this.#names.get(plain(asked));
    const shown = name ?? asked;
    try {
      const response = await this.#outside.ask(isAnswer, () => this.#answer(name, asked, parameters));
      this.calls.push({ name: shown, parameters });
      return response;
    } catch (error) {
      if (error instanceof ApiCallError) this.calls.push({ name: shown, parameters, error: error.code });
      throw error;
    }
  }

  async #answer(name: string | undefined, asked: string, parameters: JsonObject): Promise<JsonObject> {
    const operation = (name ?? asked).split(":")[1] ?? asked;
    const given = name === undefined ? undefined : this.#answers[name];
    if (name === undefined || given === undefined) {
      const message = `The simulation has no answer to ${asked}: ${this.#remedies.answer(suggested(asked))}.`;
      throw new ApiCallError(NO_ANSWER, message, operation);
    }
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count + 1);
    const answer =
      typeof given === "function"
        ? await given(parameters)
        : isAnswers(given)
          ? given[Math.min(count, given.length - 1)]
          : given;
    if (answer instanceof ApiCallError) throw answer;
    if (isRefusal(answer)) throw new ApiCallError(answer.error.code, answer.error.message, operation);
    return answer ?? {};
  }
}

export function nameProblem(name: string): { readonly message: string; readonly remedy: string } {
  return {
    message: `"${name}" does not name an AWS API operation.`,
    remedy: "Write service and operation as AWS does: ec2:DescribeInstances.",
  };
}

/** Whether an answer is a refusal: its only member is an error with code and message. Some responses have an `error`, too. */
function isRefusal(answer: Answer | undefined): answer is ApiRefusal {
  if (!isObject(answer) || Object.keys(answer).length !== 1) return false;
  const { error } = answer;
  return isObject(error) && typeof error["code"] === "string" && typeof error["message"] === "string";
}

function isAnswers(answer: Exclude<ApiAnswer, ApiFunction>): answer is readonly Answer[] {
  return isList(answer);
}

function isAnswer(error: unknown): boolean {
  return error instanceof ApiCallError;
}

/** `ec2:describe_instances` is the same as `ec2:DescribeInstances`. */
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** AWS's spelling of the operation that a runbook calls. */
function suggested(asked: string): string {
  const [service = "", api = ""] = asked.split(":");
  return `${service.toLowerCase()}:${api.replaceAll(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase())}`;
}
