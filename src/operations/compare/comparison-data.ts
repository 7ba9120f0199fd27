/** A comparison as data: `--json`, `--jsonl`, and `--junit`, in which each difference is a failure. */
import { element } from "../show/xml";
import type { InstanceView } from "../fold/run-view";
import { isDifferent, type Comparison } from "./compare";
import { idOf } from "../results/schema";

type Difference = { readonly kind: string; readonly before?: string; readonly after?: string; readonly step?: string };

export function comparisonAsJson(comparison: Comparison): string {
  const { before, after, same, patterns, where } = comparison;
  const differences = differencesOf(comparison).map(({ instances, ...difference }) => ({
    ...difference,
    where: where.of(instances),
    instances: instances.map(named),
  }));
  const isSame = !isDifferent(comparison);
  return `${JSON.stringify({ before, after, isSame, same, normalized: patterns, differences }, undefined, 2)}\n`;
}

/** One line for each difference of one instance. */
export function comparisonAsJsonLines(comparison: Comparison): string {
  const lines = differencesOf(comparison).flatMap(({ instances, ...difference }) =>
    instances.map((instance) => `${JSON.stringify({ ...difference, ...named(instance) })}\n`),
  );
  return lines.join("");
}

export function comparisonAsJunit(comparison: Comparison): string {
  const { before, after, where } = comparison;
  const cases = differencesOf(comparison).flatMap(({ instances, kind, step, before: old = "", after: now = "" }) =>
    instances.map((instance) => {
      const message = kind === "status" ? `${old} → ${now}` : kind;
      const text = kind === "answer" ? [element("system-out", {}, [], `before:\n${old}\nafter:\n${now}`)] : [];
      return element("testcase", { classname: where.instanceName(instance), name: step ?? kind }, [
        element("failure", { message }, []),
        ...text,
      ]);
    }),
  );
  const name = `${idOf(before)} compared with ${idOf(after)}`;
  const counts = { tests: cases.length, failures: cases.length };
  const suite = element("testsuite", { name, ...counts }, cases);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name }, [suite])}\n`;
}

function differencesOf({ appeared, gone, unknown, statuses, answers }: Comparison) {
  const parts: (Difference & { readonly instances: readonly InstanceView[] })[] = [
    { kind: "new", instances: appeared },
    { kind: "gone", instances: gone },
    { kind: "unknown", instances: unknown },
    ...statuses.map((change) => ({ kind: "status", ...change })),
    ...answers.map(({ step, before, after, instances }) => ({
      ...{ kind: "answer", step, instances },
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    })),
  ];
  return parts.filter(({ instances }) => instances.length > 0);
}

function named({ accountId, region, instance, name }: InstanceView) {
  return { accountId, region, instance, name };
}
