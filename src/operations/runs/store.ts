/**
 * The folder of a run that Fleetbook starts, `out/runs/<run>`: the plan, and what became of it, as events that are appended. The
 * results that are collected later are in the same folder.
 */
import { appendFile, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { didYouMean } from "../../diagnostics/did-you-mean";
import { ConfigurationError, OperationError } from "../../diagnostics/errors";
import { shownPath } from "../../diagnostics/shown-path";
import type { Fleet } from "../../fleet/model";
import { runFiles } from "../results/files";
import { readJsonLines } from "../results/json-lines";
import { onDisk } from "../results/on-disk";
import { lockRun } from "../results/run-lock";
import { isRunId, planSchema, PLAN_VERSION, type RunPlan } from "./plan";
import { FLEETBOOK } from "../../diagnostics/called-as";

const part = z.int().min(0);
const wave = z.int().min(0);
const eventSchema = z.discriminatedUnion("event", [
  /** Written before the call; without a later event of the part, its answer was lost. */
  z.strictObject({ event: z.literal("sending"), at: z.iso.datetime(), part }),
  z.strictObject({ event: z.literal("started"), at: z.iso.datetime(), part, executionId: z.string() }),
  z.strictObject({ event: z.literal("held"), at: z.iso.datetime(), wave }),
  z.strictObject({ event: z.literal("not-held"), at: z.iso.datetime(), wave, reason: z.string() }),
  z.strictObject({ event: z.literal("stopped"), at: z.iso.datetime() }),
]);
export type RunEvent = z.infer<typeof eventSchema>;
type NewEvent = RunEvent extends infer Event ? (Event extends RunEvent ? Omit<Event, "at"> : never) : never;

export class RunStore {
  readonly plan: RunPlan;
  readonly #folder: string;
  readonly #events: RunEvent[];

  private constructor(folder: string, plan: RunPlan, events: readonly RunEvent[]) {
    this.#folder = folder;
    this.plan = plan;
    this.#events = [...events];
  }

  /**
   * A new run.
   * @param runs the folder of all runs
   * @throws OperationError if it cannot be written
   */
  static async create(runs: string, plan: RunPlan): Promise<RunStore> {
    const folder = join(runs, plan.runId);
    const { plan: file } = runFiles(folder);
    await onDisk(folder, async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.new`, `${JSON.stringify(plan, undefined, 2)}\n`);
      await rename(`${file}.new`, file);
    });
    return new RunStore(folder, plan, []);
  }

  /** Undefined if no run of this id was started on this machine. @throws OperationError if the files are broken */
  static async open(runs: string, runId: string): Promise<RunStore | undefined> {
    const folder = join(runs, runId);
    const { plan: file, events } = runFiles(folder);
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    const plan = planSchema.safeParse(jsonOf(text));
    if (plan.success && plan.data.runId === runId) {
      const known = await readJsonLines(events, eventSchema);
      return new RunStore(folder, plan.data, known);
    }
    throw new OperationError({
      place: shownPath(file),
      message: `The file is not the plan of the run ${runId}, of version ${PLAN_VERSION}.`,
      remedy: `Restore it, or remove the folder: the run's executions have the tag fleetbook:run = ${runId}.`,
    });
  }

  get events(): readonly RunEvent[] {
    return this.#events;
  }

  /** The execution of each part; undefined if it is not known to have started. */
  get executionIds(): readonly (string | undefined)[] {
    const ids = this.plan.parts.map((): string | undefined => undefined);
    for (const event of this.#events) if (event.event === "started") ids[event.part] = event.executionId;
    return ids;
  }

  /** When somebody has stopped the run, perhaps in another process; undefined if nobody has. */
  async stoppedAt(): Promise<string | undefined> {
    const events = await readJsonLines(runFiles(this.#folder).events, eventSchema);
    return events.find(({ event }) => event === "stopped")?.at;
  }

  /** Appends an event; when it returns, the event is on disk. */
  async record(event: NewEvent, now: Date): Promise<void> {
    const full = { ...event, at: now.toISOString() };
    const { events } = runFiles(this.#folder);
    await onDisk(events, () => appendFile(events, `${JSON.stringify(full)}\n`, { flush: true }));
    this.#events.push(full);
  }

  /** @throws ConfigurationError if it is a run of another fleet */
  checkFleet({ organization, administratorAccount, file }: Fleet): void {
    const { organizationId, accountId, runId } = this.plan;
    if (organizationId === organization.id && accountId === administratorAccount.id) return;
    throw new ConfigurationError({
      place: runId,
      message: `The run is of the organization ${organizationId} and its administrator account ${accountId}; ${shownPath(file)} is of ${organization.id} and ${administratorAccount.id}.`,
      remedy: "Name its fleet file with --fleet.",
    });
  }

  /**
   * Does work that starts parts, in one process at a time.
   * @throws OperationError if another process does
   */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const lock = await lockRun(runFiles(this.#folder).startLock, "starts");
    try {
      await this.#dropUnfinished();
      return await work();
    } finally {
      await lock.release();
    }
  }

  /** Removes the line that a killed process did not finish, behind which nothing could be read. */
  async #dropUnfinished(): Promise<void> {
    const { events } = runFiles(this.#folder);
    // Another process can have written more while this one waited for the lock.
    this.#events.splice(0, this.#events.length, ...(await readJsonLines(events, eventSchema)));
    const text = this.#events.map((event) => `${JSON.stringify(event)}\n`).join("");
    await onDisk(events, async () => {
      await writeFile(`${events}.new`, text, { flush: true });
      await rename(`${events}.new`, events);
    });
  }
}

/** The ids of the runs that were started on this machine, the newest first. */
export async function runIds(runs: string): Promise<readonly string[]> {
  try {
    return (await readdir(runs)).filter(isRunId).sort().reverse();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** The error for an id of a run that there is not. */
export async function unknownRun(runs: string, id: string): Promise<ConfigurationError> {
  const known = await runIds(runs);
  return new ConfigurationError({
    message: `There is no run ${id}: not in ${shownPath(runs)}, and no execution in the administrator account has its tag.`,
    remedy: didYouMean(id, known, `\`${FLEETBOOK} runs\` lists the runs.`),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
