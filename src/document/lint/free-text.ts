/**
 * Which references have a value that somebody else can choose freely: a parameter without restrictions, a tag, what a node prints. The
 * value is followed through variables and loops. The outputs of scripts and functions are not followed: their code can check the value.
 */
import { calledOperation } from "../api/called-operation";
import { selectsMember } from "../api/selected-shape";
import { isList, isObject } from "../json";
import { referencesWithin, type ReferenceTarget } from "../references";
import { selectorFault, selectorSteps, type SelectorStep } from "../selector";
import type { DocumentView, StepView } from "../view";

export interface FreeText {
  /** Whether it is the value of a parameter, which can be restricted. */
  readonly isParameter: boolean;
  /** What it is, for a message: `parameter User`, `a tag that step find reads`. */
  readonly is: string;
}

/** Where the free text of a reference comes from; undefined if its value is restricted or its source is not followed. */
export function freeTextOf(document: DocumentView, target: ReferenceTarget): FreeText | undefined {
  return new Search(document).of(target);
}

class Search {
  readonly #document: DocumentView;
  /** The variables and outputs that have been followed. They may refer to each other. */
  readonly #followed = new Set<string>();

  constructor(document: DocumentView) {
    this.#document = document;
  }

  of(target: ReferenceTarget): FreeText | undefined {
    switch (target.kind) {
      case "parameter": {
        const raw = this.#document.parameters.get(target.name)?.raw;
        const isFree = raw !== undefined && isUnrestricted(raw);
        return isFree ? { isParameter: true, is: `parameter ${target.name}` } : undefined;
      }
      case "variable":
        return this.#isNew(target.name) ? this.#ofVariable(target.name) : undefined;
      case "output": {
        const step = this.#document.stepsByName.get(target.step);
        const isNew = this.#isNew(`${target.step}.${target.output}`);
        return step === undefined || !isNew ? undefined : this.#ofOutput(step, target.output);
      }
      default:
        return undefined;
    }
  }

  #isNew(name: string): boolean {
    const before = this.#followed.size;
    return this.#followed.add(name).size > before;
  }

  #within(value: unknown): FreeText | undefined {
    for (const { target } of referencesWithin(value, [])) {
      const found = this.of(target);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ofVariable(name: string): FreeText | undefined {
    const raw = this.#document.variables.get(name)?.raw;
    if (raw === undefined || !isUnrestricted(raw)) return undefined;
    const updates = this.#document.steps.filter(
      ({ action, inputs }) => action === "aws:updateVariable" && inputs["Name"] === `variable:${name}`,
    );
    return this.#within(updates.map(({ inputs }) => inputs["Value"]));
  }

  #ofOutput(step: StepView, output: string): FreeText | undefined {
    if (!FREE_TYPES.has(step.outputs.get(output) ?? "Any")) return undefined;
    switch (step.action) {
      case "aws:loop":
        return output === "CurrentIteratorValue" && !NUMBERS.has(step.inputs["IteratorDataType"])
          ? this.#within(step.inputs["Iterators"])
          : undefined;
      case "aws:runCommand":
        return isPrinted(step, output)
          ? { isParameter: false, is: `what a node prints in step ${step.name}` }
          : undefined;
      case "aws:invokeWebhook":
        return output === "Response"
          ? { isParameter: false, is: `what a server answers in step ${step.name}` }
          : undefined;
      case "aws:executeAwsApi":
        return ofResponse(step, output);
      default:
        return undefined;
    }
  }
}

/** The types whose values can contain what a shell would run. Numbers, Booleans and the console's own types (ids, names, ARNs) cannot. */
const FREE_TYPES: ReadonlySet<unknown> = new Set(["String", "StringList", "StringMap", "MapList", "Any"]);

const NUMBERS: ReadonlySet<unknown> = new Set(["Integer", "Boolean"]);

/** Patterns that let everything through. */
const ANYTHING = /^\^?\(?(\.|\[\\s\\S\])[*+]\)?\$?$/;

/** Whether a parameter or variable can have any string as its value. */
function isUnrestricted(raw: Readonly<Record<string, unknown>>): boolean {
  const pattern = raw["allowedPattern"];
  const restricted = typeof pattern === "string" && !ANYTHING.test(pattern);
  return FREE_TYPES.has(raw["type"]) && raw["allowedValues"] === undefined && !restricted;
}

const PRINTED: ReadonlySet<unknown> = new Set(["Output", "OutputPayload"]);

/** Whether an output of aws:runCommand has what a node has printed. A map has it among its members. */
function isPrinted(step: StepView, output: string): boolean {
  const steps = stepsOf(step, output);
  return steps === undefined ? PRINTED.has(output) : PRINTED.has(namesOf(steps).at(-1)) || isMap(step, output);
}

/** Members of responses that hold tags, those that hold a text that somebody wrote, and those that hold what a program printed. */
const TAGS = /^tag(s|set|list|map)?$/i;
/** What a list of tags says of the tagged resource is AWS's own. */
const RESOURCE = /^resource(id|type|arn)$/i;
const TEXTS = /^(description|comment|message|notes?)$|Description$|Comment$/i;
const PRINTS = /^(StandardOutputContent|StandardErrorContent|Output)$/;

function ofResponse(step: StepView, output: string): FreeText | undefined {
  const steps = stepsOf(step, output);
  const response = calledOperation(step.inputs)?.operation.response;
  if (steps === undefined) return undefined;
  const names = namesOf(steps);
  /** A member on the way, or one in the map that the output is. */
  const hasMember = (name: RegExp, onTheWay: readonly string[]): boolean =>
    onTheWay.some((each) => name.test(each)) ||
    (isMap(step, output) && response !== undefined && selectsMember(name, response, steps));
  if (RESOURCE.test(names.at(-1) ?? "")) return undefined;
  if (hasMember(TAGS, names)) return { isParameter: false, is: `a tag that step ${step.name} reads` };
  if (hasMember(TEXTS, names.slice(-1))) return { isParameter: false, is: `a text that step ${step.name} reads` };
  if (hasMember(PRINTS, names.slice(-1)))
    return { isParameter: false, is: `what a program printed, which step ${step.name} reads` };
  return undefined;
}

/** The selector of a named output; undefined if there is no such output. */
function stepsOf({ raw }: StepView, output: string): readonly SelectorStep[] | undefined {
  const named = isList(raw["outputs"]) ? raw["outputs"].filter(isObject) : [];
  const selector = named.find((each) => each["Name"] === output)?.["Selector"];
  return typeof selector !== "string" || selectorFault(selector) !== undefined ? undefined : selectorSteps(selector);
}

/** The names in a selector, from the top down. */
function namesOf(steps: readonly SelectorStep[]): readonly string[] {
  return steps.flatMap(({ part }) => (typeof part === "string" ? [part] : []));
}

function isMap({ outputs }: StepView, output: string): boolean {
  const type = outputs.get(output);
  return type === "StringMap" || type === "MapList";
}
