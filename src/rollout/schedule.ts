/**
 * Runs a task for every stack in the order of their dependencies, several at once. The caller decides what a task does and
 * whether it succeeded; nothing here depends on Terraform.
 */
import { ConfigurationError } from "../diagnostics/errors";

/** A named task that waits for others. Dependencies that are not scheduled themselves are ignored. */
export interface Dependent {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/** The outcome of one task. */
export type Scheduled<R> =
  | { readonly state: "ran"; readonly result: R }
  /** Not started, because its dependency `because` did not succeed. */
  | { readonly state: "skipped"; readonly because: string }
  /** Not started, because the user asked to stop. */
  | { readonly state: "interrupted" };

export interface ScheduleOptions<T extends Dependent, R> {
  /** How many tasks run at once. */
  readonly atOnce: number;
  /** `dependencies-first` to deploy, `dependants-first` to destroy. */
  readonly order: "dependencies-first" | "dependants-first";
  /** If aborted, no further task is started, and running tasks are awaited. */
  readonly signal: AbortSignal;
  readonly run: (task: T) => Promise<R>;
  /** Whether the tasks that wait for this one may start. */
  readonly succeeded: (result: R) => boolean;
}

/**
 * Runs all tasks and returns the outcome of each by name. If a task does not succeed, the tasks that wait for it are skipped
 * and the others run. If `run` throws, nothing more is started, and the error is thrown after the running tasks have ended.
 * @throws ConfigurationError if tasks depend on each other in a circle
 */
export async function schedule<T extends Dependent, R>(
  tasks: readonly T[],
  options: ScheduleOptions<T, R>,
): Promise<ReadonlyMap<string, Scheduled<R>>> {
  const waitsFor = prerequisites(tasks, options.order);
  refuseCycles(waitsFor);

  const outcomes = new Map<string, Scheduled<R>>();
  const running = new Map<string, Promise<void>>();
  const pending = new Map(tasks.map((task) => [task.name, task]));
  let thrown: { readonly error: unknown } | undefined;

  const start = (task: T): void => {
    pending.delete(task.name);
    const work = (async () => {
      try {
        outcomes.set(task.name, { state: "ran", result: await options.run(task) });
      } catch (error) {
        thrown ??= { error };
      } finally {
        running.delete(task.name);
      }
    })();
    running.set(task.name, work);
  };

  const settle = (task: T, outcome: Scheduled<R>): void => {
    pending.delete(task.name);
    outcomes.set(task.name, outcome);
  };

  for (;;) {
    let settled = false;
    for (const task of [...pending.values()]) {
      if (thrown !== undefined) break;
      if (options.signal.aborted) {
        settle(task, { state: "interrupted" });
        continue;
      }
      const before = waitsFor.get(task.name) ?? [];
      const failed = before.find((name) => hasFailed(outcomes.get(name), options.succeeded));
      if (failed !== undefined) {
        settle(task, { state: "skipped", because: failed });
        settled = true;
      } else if (running.size < Math.max(1, options.atOnce) && before.every((name) => outcomes.has(name))) {
        start(task);
      }
    }
    // A skipped task may cause others to be skipped, so look again before waiting.
    if (settled) continue;
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (thrown !== undefined) throw thrown.error;
  return new Map(tasks.flatMap(({ name }) => ofName(name, outcomes.get(name))));
}

function ofName<R>(name: string, outcome: Scheduled<R> | undefined): [string, Scheduled<R>][] {
  return outcome === undefined ? [] : [[name, outcome]];
}

function hasFailed<R>(outcome: Scheduled<R> | undefined, succeeded: (result: R) => boolean): boolean {
  return outcome !== undefined && !(outcome.state === "ran" && succeeded(outcome.result));
}

/** The scheduled tasks that each task waits for. */
function prerequisites(tasks: readonly Dependent[], order: ScheduleOptions<Dependent, unknown>["order"]) {
  const waitsFor = new Map<string, string[]>(tasks.map(({ name }) => [name, []]));
  for (const task of tasks) {
    for (const dependency of task.dependencies) {
      if (!waitsFor.has(dependency)) continue;
      if (order === "dependencies-first") waitsFor.get(task.name)?.push(dependency);
      else waitsFor.get(dependency)?.push(task.name);
    }
  }
  return waitsFor;
}

function refuseCycles(waitsFor: ReadonlyMap<string, readonly string[]>): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(" → ");
      throw new ConfigurationError({
        message: `Stacks depend on each other in a circle: ${circle}.`,
        remedy: "Remove one of these dependencies.",
      });
    }
    for (const next of waitsFor.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of waitsFor.keys()) visit(name, []);
}
