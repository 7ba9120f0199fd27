/** What is printed of the results: all rows that the filter keeps, up to a number that a printer survives. */
import type { FailureGroup } from "../model/groups";
import { counted, number } from "../model/figures";
import { rowName } from "../model/report";
import { TONE_NAMES } from "../model/tones";
import { visibleText } from "../model/visible";
import { MembersList } from "./members-list";
import { StatusIcon } from "./status-icon";
import { cellText, type View } from "./view";

const MOST_ROWS = 2_000;

export function Printout({ view, failures }: { readonly view: View; readonly failures: readonly FailureGroup[] }) {
  const { report, rows, outputs } = view;
  return (
    <div class="printout">
      {failures.length > 0 && <h2>Failures</h2>}
      {failures.map(({ step, reason, cause, rows: own, places, tone }) => (
        <article key={`${step} ${tone} ${reason}`} class="group">
          <h3>
            <StatusIcon tone={tone} />
            {own.length > 0 ? counted(own.length, "instance") : counted(places.length, "account")}
            {step !== undefined && ` in ${step}`}
          </h3>
          <p>{visibleText(cause ?? reason)}</p>
          <MembersList view={view} rows={own} />
          {places.length > 0 && <p>{places.map(({ accountName, region }) => `${accountName} ${region}`).join(", ")}</p>}
        </article>
      ))}
      <h2>Results</h2>
      {rows.length > MOST_ROWS && (
        <p>
          The first {number(MOST_ROWS)} of {counted(rows.length, "instance")}. A filter prints others.
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th>Account and Region</th>
            <th>Instance</th>
            {report.columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, index) => (
            <tr key={index}>
              <td>
                {row.place.accountName} {row.place.region}
              </td>
              <td>
                {TONE_NAMES[row.tone]}: {visibleText(rowName(row))}
              </td>
              {row.cells.map((cell, column) => (
                <td key={column}>
                  {cell && (
                    <>
                      <StatusIcon tone={cell.shown.tone} />
                      {visibleText(cellText(cell.shown, outputs)).slice(0, 200)}
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
