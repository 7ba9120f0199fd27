/** Everything that the formats show of a run, folded. */
import { ConfigurationError } from "../../diagnostics/errors";
import { didYouMean } from "../../diagnostics/did-you-mean";
import { answerGroups, type AnswerGroup } from "../fold/answer-groups";
import { failureGroups, type FailureGroup } from "../fold/failure-groups";
import type { PatternName } from "../fold/normalize";
import { viewRun, type RunView, type StepView } from "../fold/run-view";
import { totalsOf, type Totals } from "../fold/totals";
import { Whereabouts } from "../fold/where";
import type { StoredRun } from "../results/read-run";

export interface StepAnswers {
  readonly step: string;
  readonly groups: readonly AnswerGroup[];
}

/** The results of a run, as the report shows them. */
export interface Report {
  readonly stored: StoredRun;
  readonly view: RunView;
  readonly totals: Totals;
  readonly failures: readonly FailureGroup[];
  readonly where: Whereabouts;
  /** What was normalized in the answers. */
  readonly patterns: readonly PatternName[];
  /** Of the steps that were asked for. */
  readonly answers: readonly StepAnswers[];
}

export interface ReportOptions {
  /** Names of steps; `all` for every step. */
  readonly steps: readonly string[];
  readonly patterns: readonly PatternName[];
}

/** @throws ConfigurationError if the run has no step of a name */
export async function makeReport(stored: StoredRun, { steps, patterns }: ReportOptions): Promise<Report> {
  const view = await viewRun(stored);
  const answers: StepAnswers[] = [];
  for (const step of stepsNamed(view, steps)) {
    answers.push({ step: step.step, groups: await answerGroups(step, stored.output, patterns) });
  }
  return {
    stored,
    view,
    totals: totalsOf(view),
    failures: failureGroups(view.failures),
    where: new Whereabouts(view.run.accounts, view.instances, view.unread),
    patterns,
    answers,
  };
}

/** A step in a loop is named with or without its loop. */
function stepsNamed({ steps }: RunView, names: readonly string[]): readonly StepView[] {
  if (names.includes("all")) return steps;
  return names.flatMap((name) => {
    const found = steps.filter(({ step }) => step === name || step.endsWith(`].${name}`));
    if (found.length > 0) return found;
    throw new ConfigurationError({
      message: `--step: the run has no step "${name}".`,
      remedy: didYouMean(name, [...steps.map(({ step }) => step), "all"]),
    });
  });
}
