/** A step on an instance, or each iteration of it in a loop. */
import { commandLink, executionLink } from "../../model/console-links";
import { number } from "../../model/figures";
import { rowName, type ReportStep, type Row } from "../../model/report";
import { ConsoleLink } from "../console-link";
import type { View } from "../view";
import { VisibleText } from "../visible-text";
import { Facts, Failure, StatusPill, timeFacts, Unread } from "./facts";
import { OutputView } from "./output-view";

interface Props {
  readonly view: View;
  readonly row: Row;
  readonly column: number;
}

export function StepDetails({ view, row, column }: Props) {
  const steps = row.cells[column]?.steps ?? [];
  const name = view.report.columns[column];
  return (
    <>
      <h3>
        {name}{" "}
        <small>
          on{" "}
          <button type="button" class="link" onClick={() => view.select({ kind: "row", row })}>
            <VisibleText text={rowName(row)} />
          </button>
        </small>
      </h3>
      <Unread records={row.unread.filter(({ step }) => step === undefined || step === name)} />
      {steps.map((step, index) => (
        <StepSection key={index} view={view} row={row} step={step} />
      ))}
    </>
  );
}

function StepSection({ view, row, step }: { readonly view: View; readonly row: Row; readonly step: ReportStep }) {
  const { place, executionId, instance } = row;
  const { commandId, output, loop, inputs } = step;
  return (
    <section class="step" aria-label={loop ?? step.step}>
      <p class="step-line">
        <StatusPill tone={step.tone} status={step.status} />
        <span class="quiet">{step.action}</span>
        {loop !== undefined && <span>{loop}</span>}
      </p>
      <Failure failure={step.failure} />
      {output !== undefined && <OutputView key={output.output} view={view} output={output} />}
      <Facts
        facts={[
          ["Account", `${place.accountName} ${place.accountId}, ${place.region}`],
          ...timeFacts(step),
          ["Response code", step.responseCode],
          ["Response", step.response && <VisibleText text={step.response} />],
          ["Maximum attempts", step.maxAttempts && number(step.maxAttempts)],
          ["Time-out", step.timeoutSeconds && `${number(step.timeoutSeconds)} s`],
          [
            "Execution",
            executionId && <ConsoleLink href={executionLink(place.region, executionId)}>{executionId}</ConsoleLink>,
          ],
          [
            "Command",
            commandId && <ConsoleLink href={commandLink(place.region, commandId, instance)}>{commandId}</ConsoleLink>,
          ],
        ]}
      />
      {inputs.length > 0 && (
        <details class="inputs">
          <summary>Inputs</summary>
          <Facts
            facts={inputs.map(([name, json]) => [
              name,
              <code key={name}>
                <VisibleText text={json} />
              </code>,
            ])}
          />
        </details>
      )}
    </section>
  );
}
