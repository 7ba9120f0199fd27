/** Answers to a step: instances with the same answer together, what differs before what is usual. */
import { useMemo, useState } from "preact/hooks";
import type { PatternName } from "../../../fold/normalize";
import { answerGroups, type AnswerGroup } from "../model/groups";
import { counted, number } from "../model/figures";
import { TONE_NAMES } from "../model/tones";
import { MembersList } from "./members-list";
import { normalizedBy, PatternChoice } from "./pattern-choice";
import { StatusIcon } from "./status-icon";
import { cellText, type View } from "./view";
import { VisibleText } from "./visible-text";

const GROUPS_AT_FIRST = 50;
const PREVIEW = 1_500;

export function AnswersView({ view }: { readonly view: View }) {
  const { report, rows, outputs, ready } = view;
  const [column, setColumn] = useState(0);
  const [most, setMost] = useState(GROUPS_AT_FIRST);
  const [patterns, setPatterns] = useState<readonly PatternName[]>(report.patterns);
  const normalized = useMemo(() => normalizedBy(patterns, outputs, ready), [patterns, outputs, ready]);
  const groups = useMemo(() => answerGroups(rows, column, normalized), [rows, column, normalized]);
  const answered = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Groups of answers">
      <fieldset class="choice">
        <legend class="hidden">Step</legend>
        {report.columns.map((name, index) => (
          <label key={name} class={index === column ? "chosen" : ""}>
            <input
              type="radio"
              name="column"
              class="hidden"
              checked={index === column}
              onChange={() => {
                setColumn(index);
                setMost(GROUPS_AT_FIRST);
              }}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <PatternChoice patterns={patterns} onChoose={setPatterns} />
      <p class="quiet lead">
        {counted(answered, "instance")}, {counted(groups.length, "different answer")}. The rarest come first.
      </p>
      {groups.slice(0, most).map((group) => (
        <Answer
          key={`${group.output} ${group.tone} ${group.text !== undefined}`}
          view={view}
          group={group}
          column={column}
          answered={answered}
        />
      ))}
      {groups.length > most && (
        <button type="button" onClick={() => setMost(most * 4)}>
          Show more of {number(groups.length)} answers
        </button>
      )}
    </div>
  );
}

interface AnswerProps {
  readonly view: View;
  readonly group: AnswerGroup;
  readonly column: number;
  readonly answered: number;
}

function Answer({ view, group, column, answered }: AnswerProps) {
  const [first] = group.rows;
  const step = first?.cells[column]?.shown;
  if (first === undefined || step === undefined) return null;
  const text =
    group.text ?? (group.output === undefined ? cellText(step, view.outputs) : view.outputs.text(group.output));
  return (
    <article class="group">
      <header>
        <h3>
          <StatusIcon tone={group.tone} />
          <span class="hidden">{TONE_NAMES[group.tone]}: </span>
          {counted(group.rows.length, "instance")}
        </h3>
        <meter min={0} max={answered} value={group.rows.length} aria-label="Part of all answers" />
        <button type="button" onClick={() => view.select({ kind: "step", row: first, column })}>
          Details
        </button>
      </header>
      <pre class="wrap preview">
        {text === undefined || text === "" ? (
          <span class="quiet">{text === undefined ? "…" : "no answer"}</span>
        ) : (
          <VisibleText text={text.length > PREVIEW ? `${text.slice(0, PREVIEW)} …` : text} />
        )}
      </pre>
      <MembersList view={view} rows={group.rows} />
    </article>
  );
}
