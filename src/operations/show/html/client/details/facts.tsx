/** Parts that all details have. */
import type { ComponentChildren } from "preact";
import type { UnreadRecord } from "../../../../results/schema";
import { tookOf, utc } from "../../model/figures";
import type { ReportFailure, Times } from "../../model/report";
import type { Tone } from "../../model/tones";
import { StatusIcon } from "../status-icon";
import { VisibleText } from "../visible-text";

/** A list of names and values; values that are undefined are left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl>
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

export function StatusPill({ tone, status }: { readonly tone: Tone; readonly status: string }) {
  return (
    <span class={`pill pill-${tone}`}>
      <StatusIcon tone={tone} />
      {status}
    </span>
  );
}

export function timeFacts(times: Times): readonly (readonly [string, ComponentChildren])[] {
  return [
    ["Started", times.start === undefined ? "not started" : utc(times.start)],
    ["Took", tookOf(times)],
  ];
}

export function Failure({ failure }: { readonly failure: ReportFailure | undefined }) {
  if (failure === undefined) return null;
  const { message, stage, type, cause } = failure;
  const kind = [type, stage].filter((part) => part !== undefined).join(", at ");
  return (
    <section class="failure" aria-label="Failure">
      <h4>Failure{kind !== "" && <small> {kind}</small>}</h4>
      {cause !== undefined && (
        <p>
          <VisibleText text={cause} />
        </p>
      )}
      <p class={cause === undefined ? "" : "quiet"}>
        <VisibleText text={message} />
      </p>
    </section>
  );
}

export function Unread({ records }: { readonly records: readonly UnreadRecord[] }) {
  return (
    <>
      {records.map((record, index) => (
        <section key={index} class="unread" aria-label="Not read">
          <h4>
            Not read: {record.what} <small>{record.reason}</small>
          </h4>
          <p>
            <VisibleText text={record.message} />
          </p>
          <p class="remedy">{record.remedy}</p>
        </section>
      ))}
    </>
  );
}
