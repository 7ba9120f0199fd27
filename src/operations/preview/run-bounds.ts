/** How many steps one execution of a runbook runs, and how long it takes, at least and at most. */
import { edgesFrom, edgesInList } from "../../document/flow";
import { millisecondsOf } from "../../document/iso-duration";
import { isList } from "../../document/json";
import type { AutomationDocument } from "../../document/model";
import { viewOf, type StepView } from "../../document/view";

export interface RunBounds {
  readonly leastSteps: number;
  /** Infinity if steps can run again and again. */
  readonly mostSteps: number;
  readonly leastSeconds: number;
  /** Infinity if a step has no time-out. */
  readonly mostSeconds: number;
  /** Seconds of executeScript at most, which AWS charges. */
  readonly scriptSeconds: number;
  /** Why there is no longest time, as a sentence. */
  readonly unbounded: string | undefined;
}

/** AWS's limit of a loop's iterations. https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html */
const MOST_ITERATIONS = 100;
/** Actions that take no time of their own. */
const INSTANT = new Set(["aws:branch", "aws:updateVariable"]);

/** Along the shortest and the longest path. Steps of runbooks that a step starts are not known here, and not counted. */
export function runBounds(document: AutomationDocument): RunBounds {
  const reasons: string[] = [];
  const bounds = new PathBounds((reason) => reasons.push(reason)).of(viewOf({ ...document }, 0).mainSteps);
  return { ...bounds, unbounded: reasons[0] };
}

type Bounds = Omit<RunBounds, "unbounded">;

const NOTHING: Bounds = { leastSteps: 0, mostSteps: 0, leastSeconds: 0, mostSeconds: 0, scriptSeconds: 0 };
const ENDLESS: Bounds = {
  ...NOTHING,
  leastSteps: Infinity,
  mostSteps: Infinity,
  leastSeconds: Infinity,
  mostSeconds: Infinity,
  scriptSeconds: Infinity,
};

class PathBounds {
  readonly #unbounded: (reason: string) => void;
  readonly #known = new Map<StepView, Bounds>();
  readonly #open = new Set<StepView>();

  constructor(unbounded: (reason: string) => void) {
    this.#unbounded = unbounded;
  }

  of(steps: readonly StepView[]): Bounds {
    const [first] = steps;
    return first === undefined ? NOTHING : this.#from(first);
  }

  /** From a step to the end of its list. */
  #from(step: StepView): Bounds {
    const known = this.#known.get(step);
    if (known !== undefined) return known;
    if (this.#open.has(step)) {
      this.#unbounded(`Steps may lead back to the step ${step.name ?? ""} again and again.`);
      return ENDLESS;
    }
    this.#open.add(step);
    const onward = edgesInList(step).flatMap(({ kind, to }) =>
      to === undefined ? [] : [{ kind, after: this.#from(to) }],
    );
    const successful = onward.filter(({ kind }) => kind !== "failure" && kind !== "cancel").map(({ after }) => after);
    const mayEnd = edgesFrom(step).every(({ kind }) => kind === "failure" || kind === "cancel");
    const shortest = mayEnd ? [NOTHING, ...successful] : successful;
    const all = [...(shortest.length === 0 ? [NOTHING] : shortest), ...onward.map(({ after }) => after)];
    this.#open.delete(step);
    const own = this.#own(step);
    const bounds: Bounds = {
      leastSteps: own.leastSteps + least(shortest, ({ leastSteps }) => leastSteps),
      leastSeconds: own.leastSeconds + least(shortest, ({ leastSeconds }) => leastSeconds),
      mostSteps: own.mostSteps + Math.max(...all.map(({ mostSteps }) => mostSteps)),
      mostSeconds: own.mostSeconds + Math.max(...all.map(({ mostSeconds }) => mostSeconds)),
      scriptSeconds: own.scriptSeconds + Math.max(...all.map(({ scriptSeconds }) => scriptSeconds)),
    };
    this.#known.set(step, bounds);
    return bounds;
  }

  /** Of the step itself, with the iterations of a loop. */
  #own(step: StepView): Bounds {
    if (step.action === "aws:loop") return this.#loop(step);
    const leastSeconds = step.action === "aws:sleep" ? (sleepOf(step) ?? 0) : 0;
    const attempts = typeof step.raw["maxAttempts"] === "number" ? Math.max(1, step.raw["maxAttempts"]) : 1;
    const mostSeconds = this.#longest(step) * attempts;
    return {
      leastSteps: 1,
      mostSteps: 1,
      leastSeconds,
      mostSeconds,
      scriptSeconds: step.action === "aws:executeScript" ? mostSeconds : 0,
    };
  }

  #loop(step: StepView): Bounds {
    const inner = this.of(step.inner);
    const { Iterators: items, MaxIterations: most } = step.inputs;
    const iterations = isList(items) ? items.length : typeof most === "number" ? most : MOST_ITERATIONS;
    return {
      leastSteps: 1,
      leastSeconds: 0,
      mostSteps: 1 + iterations * inner.mostSteps,
      mostSeconds: iterations * inner.mostSeconds,
      scriptSeconds: iterations * inner.scriptSeconds,
    };
  }

  /** Seconds of one attempt. */
  #longest(step: StepView): number {
    if (INSTANT.has(step.action ?? "")) return 0;
    const { timeoutSeconds } = step.raw;
    const limit = typeof timeoutSeconds === "number" ? timeoutSeconds : step.definition?.defaultTimeoutSeconds;
    const longest = Math.min(limit ?? Infinity, (step.action === "aws:sleep" ? sleepOf(step) : undefined) ?? Infinity);
    if (longest === Infinity) this.#unbounded(`The step ${step.name ?? ""} has no timeoutSeconds.`);
    return longest;
  }
}

/** Seconds; undefined if they are known only when the step runs. */
function sleepOf({ inputs: { Duration: duration } }: StepView): number | undefined {
  const milliseconds = typeof duration === "string" ? millisecondsOf(duration) : undefined;
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

function least(bounds: readonly Bounds[], of: (each: Bounds) => number): number {
  return bounds.length === 0 ? 0 : Math.min(...bounds.map(of));
}
