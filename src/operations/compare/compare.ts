/** What changed between two runs: which instances are new or gone, whose status and whose answers are different. */
import { answerGroups } from "../fold/answer-groups";
import type { PatternName } from "../fold/normalize";
import { viewRun, type InstanceView, type RunView } from "../fold/run-view";
import { Whereabouts } from "../fold/where";
import type { StoredRun } from "../results/read-run";
import type { Run } from "../results/schema";

/** Instances whose status changed in the same way. */
interface StatusChange {
  readonly before: string;
  readonly after: string;
  readonly instances: readonly InstanceView[];
}

/** Instances whose answer to a step changed in the same way. Undefined: no answer. */
export interface AnswerChange {
  readonly step: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly instances: readonly InstanceView[];
}

export interface Comparison {
  readonly before: Run;
  readonly after: Run;
  readonly appeared: readonly InstanceView[];
  readonly gone: readonly InstanceView[];
  /** In one run only, because the other could not be read there: nobody knows whether they are new or gone. */
  readonly unknown: readonly InstanceView[];
  /** The largest groups last, as in a report. */
  readonly statuses: readonly StatusChange[];
  readonly answers: readonly AnswerChange[];
  /** Instances of both runs in which nothing changed. */
  readonly same: number;
  readonly where: Whereabouts;
  readonly patterns: readonly PatternName[];
}

export function isDifferent({ appeared, gone, unknown, statuses, answers }: Comparison): boolean {
  return [appeared, gone, unknown, statuses, answers].some(({ length }) => length > 0);
}

/** @param patterns what is normalized in answers before they are compared */
export async function compareRuns(
  before: StoredRun,
  after: StoredRun,
  patterns: readonly PatternName[] = [],
): Promise<Comparison> {
  const [old, now] = [await viewRun(before), await viewRun(after)];
  const oldByKey = byKey(old);
  const nowByKey = byKey(now);
  const onlyNow = now.instances.filter((each) => !oldByKey.has(keyOf(each)));
  const onlyOld = old.instances.filter((each) => !nowByKey.has(keyOf(each)));
  const isUnread = (view: RunView, { accountId, region }: InstanceView): boolean =>
    view.unread.some((each) => each.what !== "names" && each.accountId === accountId && each.region === region);
  const statuses = statusChanges(oldByKey, now.instances);
  const answers = await answerChanges([old, before], [now, after], patterns);
  const changed = new Set([...statuses, ...answers].flatMap(({ instances }) => instances.map(keyOf)));
  const inBoth = now.instances.filter((each) => oldByKey.has(keyOf(each)));
  return {
    before: before.run,
    after: after.run,
    appeared: onlyNow.filter((each) => !isUnread(old, each)),
    gone: onlyOld.filter((each) => !isUnread(now, each)),
    unknown: [...onlyNow.filter((each) => isUnread(old, each)), ...onlyOld.filter((each) => isUnread(now, each))],
    statuses,
    answers,
    same: inBoth.filter((each) => !changed.has(keyOf(each))).length,
    where: new Whereabouts(after.run.accounts, [...now.instances, ...onlyOld], [...old.unread, ...now.unread]),
    patterns,
  };
}

function byKey({ instances }: RunView): ReadonlyMap<string, InstanceView> {
  return new Map(instances.map((instance) => [keyOf(instance), instance]));
}

/** What is the same in both runs. An execution without an instance has another id in each. */
function keyOf({ key, accountId, region, instance, executionId }: InstanceView): string {
  return instance === executionId ? `${accountId}/${region}/` : key;
}

function statusChanges(old: ReadonlyMap<string, InstanceView>, now: readonly InstanceView[]): readonly StatusChange[] {
  const changes = new Map<string, { before: string; after: string; instances: InstanceView[] }>();
  for (const instance of now) {
    const before = old.get(keyOf(instance))?.status;
    const after = instance.status;
    if (before === undefined || after === undefined || before === after) continue;
    const key = `${before}/${after}`;
    const change = changes.get(key) ?? { before, after, instances: [] };
    changes.set(key, change);
    change.instances.push(instance);
  }
  return bySize([...changes.values()]);
}

async function answerChanges(
  [old, before]: readonly [RunView, StoredRun],
  [now, after]: readonly [RunView, StoredRun],
  patterns: readonly PatternName[],
): Promise<readonly AnswerChange[]> {
  const found: AnswerChange[] = [];
  for (const step of now.steps) {
    const oldStep = old.steps.find((each) => each.step === step.step);
    if (oldStep === undefined) continue;
    const texts = new Map<string, { readonly id: string; readonly text: string | undefined }>();
    for (const { id, answer, instances } of await answerGroups(oldStep, before.output, patterns)) {
      for (const instance of instances) texts.set(keyOf(instance), { id, text: answer?.text });
    }
    const changes = new Map<string, AnswerChange & { readonly instances: InstanceView[] }>();
    for (const { id, answer, instances } of await answerGroups(step, after.output, patterns)) {
      for (const instance of instances) {
        const previous = texts.get(keyOf(instance));
        if (previous === undefined || previous.id === id) continue;
        const key = `${previous.id}/${id}`;
        const change = changes.get(key) ?? {
          ...{ step: step.step, before: previous.text, after: answer?.text },
          instances: [],
        };
        changes.set(key, change);
        change.instances.push(instance);
      }
    }
    found.push(...bySize([...changes.values()]));
  }
  return found;
}

/** The smallest first: they are the outliers. */
function bySize<Change extends { readonly instances: readonly InstanceView[] }>(changes: Change[]): readonly Change[] {
  return changes.sort((a, b) => a.instances.length - b.instances.length);
}
