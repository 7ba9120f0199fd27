/** What was run, when, where and by whom, and the totals. */
import type { Filter } from "../model/filter";
import { executionLink } from "../model/console-links";
import { counted, number, tookOf, utc } from "../model/figures";
import type { Report } from "../model/report";
import { toneOf } from "../model/tones";
import { totalsOf } from "../model/totals";
import { visibleText } from "../model/visible";
import { ConsoleLink } from "./console-link";
import { StatusIcon } from "./status-icon";
import { ThemeChoice } from "./theme-choice";
import { ToneToggles } from "./tone-toggles";
import { useMemo } from "preact/hooks";

interface Props {
  readonly report: Report;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly onShowFailures: () => void;
}

export function PageHead({ report, filter, onFilter, onShowFailures }: Props) {
  const totals = useMemo(() => totalsOf(report), [report]);
  const { run, rows, unread } = report;
  const { withoutInstances } = totals;
  return (
    <header class="head">
      <div class="head-line">
        <h1>
          {visibleText(run.document)}
          {run.documentVersion !== undefined && <small> version {run.documentVersion}</small>}
        </h1>
        <span class={`pill pill-${toneOf(run.status)}`}>
          <StatusIcon tone={toneOf(run.status)} />
          {run.status}
        </span>
        <ThemeChoice />
      </div>
      <RunFacts report={report} />
      {!run.complete && (
        <p class="notice">
          This report is not complete: executions were running, or the collection was interrupted. Collect the run again
          for the rest.
        </p>
      )}
      {run.failure !== undefined && <p class="notice notice-failed">{run.failure.cause ?? run.failure.message}</p>}
      {unread.length > 0 && (
        <p class="notice">
          {counted(unread.length, "result")} could not be read.{" "}
          <button type="button" class="link" onClick={onShowFailures}>
            Reasons and remedies
          </button>
        </p>
      )}
      <div class="totals">
        <section aria-label="Totals of instances">
          <h2>
            {counted(rows.length, "instance")} <small>in {counted(totals.accounts, "account")}</small>
          </h2>
          <ToneToggles
            noun="instances"
            counts={totals.instances}
            chosen={filter.tones}
            onChoose={(tones) => onFilter({ ...filter, tones })}
          />
          {withoutInstances.length > 0 && (
            <p class="aside">
              No instance reached in {number(withoutInstances.length)}{" "}
              {withoutInstances.length === 1 ? "account and Region" : "accounts and Regions"}
            </p>
          )}
        </section>
        <section aria-label="Totals of steps">
          <h2>
            {counted(
              [...totals.steps.values()].reduce((sum, count) => sum + count, 0),
              "step",
            )}
          </h2>
          <ToneToggles
            noun="steps"
            counts={totals.steps}
            chosen={filter.stepTones}
            onChoose={(stepTones) => onFilter({ ...filter, stepTones })}
          />
        </section>
      </div>
    </header>
  );
}

function RunFacts({ report: { run } }: { readonly report: Report }) {
  const account = run.accounts.find(({ id }) => id === run.accountId)?.name ?? "account";
  const start = run.startTime === undefined ? undefined : Date.parse(run.startTime);
  const took = tookOf({ start, end: run.endTime === undefined ? undefined : Date.parse(run.endTime) });
  return (
    <p class="facts">
      <span>
        <ConsoleLink href={executionLink(run.region, run.executionId)}>{run.executionId}</ConsoleLink>
      </span>
      <span>
        {account} {run.accountId}, {run.region}
      </span>
      {start !== undefined && (
        <span>
          Started {utc(start)}
          {took !== undefined && `, took ${took}`}
        </span>
      )}
      {run.startedBy !== undefined && <span>by {run.startedBy}</span>}
      <span>Collected {utc(Date.parse(run.collectedAt))}</span>
    </p>
  );
}
