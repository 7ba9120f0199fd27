/** An account and Region: its executions, and what could not be read. */
import { executionLink } from "../../model/console-links";
import { counted } from "../../model/figures";
import type { Place } from "../../model/report";
import { ConsoleLink } from "../console-link";
import { Facts, Failure, StatusPill, timeFacts, Unread } from "./facts";

export function PlaceDetails({ place }: { readonly place: Place }) {
  const { accountId, accountName, organizationalUnit, region, executions, rows, unread } = place;
  return (
    <>
      <h3>
        {accountName} <small>{region}</small>
      </h3>
      <Facts
        facts={[
          ["Account", accountId],
          ["Organizational unit", organizationalUnit === "" ? "root" : organizationalUnit],
          ["Instances", counted(rows.length, "instance")],
        ]}
      />
      <Unread records={unread} />
      {executions.map((execution, index) => (
        <section key={index} aria-label="Execution in the account">
          <StatusPill tone={execution.tone} status={execution.status} />
          <Facts
            facts={[
              [
                "Execution",
                execution.executionId && (
                  <ConsoleLink href={executionLink(region, execution.executionId)}>{execution.executionId}</ConsoleLink>
                ),
              ],
              ...timeFacts(execution),
            ]}
          />
          <Failure failure={execution.failure} />
        </section>
      ))}
    </>
  );
}
