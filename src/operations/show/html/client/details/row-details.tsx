/** An instance: its execution, its steps and the outputs of the runbook. */
import { executionLink, managedNodeLink } from "../../model/console-links";
import { tookOf } from "../../model/figures";
import { rowName, type Row } from "../../model/report";
import { ConsoleLink } from "../console-link";
import { StatusIcon } from "../status-icon";
import type { View } from "../view";
import { VisibleText } from "../visible-text";
import { Facts, Failure, StatusPill, timeFacts, Unread } from "./facts";

export function RowDetails({ view, row }: { readonly view: View; readonly row: Row }) {
  const { place, instance, hostName, executionId, outputs } = row;
  const isNode = instance !== undefined && /^m?i-/.test(instance);
  return (
    <>
      <h3>
        <VisibleText text={rowName(row)} />
      </h3>
      <StatusPill tone={row.tone} status={row.status} />
      <Facts
        facts={[
          ["Account", `${place.accountName} ${place.accountId}, ${place.region}`],
          [
            "Instance",
            isNode ? <ConsoleLink href={managedNodeLink(place.region, instance)}>{instance}</ConsoleLink> : instance,
          ],
          ["Host name", hostName && <VisibleText text={hostName} />],
          [
            "Execution",
            executionId && <ConsoleLink href={executionLink(place.region, executionId)}>{executionId}</ConsoleLink>,
          ],
          ...timeFacts(row),
        ]}
      />
      <Failure failure={row.failure} />
      <Unread records={row.unread} />
      <ol class="steps">
        {row.cells.map((cell, column) =>
          cell === undefined ? null : (
            <li key={column}>
              <button type="button" onClick={() => view.select({ kind: "step", row, column })}>
                <StatusIcon tone={cell.shown.tone} />
                <span class="name">{cell.shown.step}</span>
                <span class="quiet">{cell.shown.status}</span>
                <span class="took">{tookOf(cell.shown)}</span>
              </button>
            </li>
          ),
        )}
      </ol>
      {Object.entries(outputs).map(([name, values]) => (
        <section key={name} aria-label={`Output ${name} of the runbook`}>
          <h4>{name}</h4>
          <pre tabIndex={0}>
            <VisibleText text={values.join("\n")} />
          </pre>
        </section>
      ))}
    </>
  );
}
