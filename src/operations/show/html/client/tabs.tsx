/** The choice of a view. */
import { number } from "../model/figures";

const TABS = { matrix: "Matrix", answers: "Answers", failures: "Failures", time: "Time line" } as const;
export type Tab = keyof typeof TABS;

interface Props {
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  /** Reasons of failures. */
  readonly failures: number;
  readonly unread: number;
}

export function Tabs({ tab, onTab, failures, unread }: Props) {
  const names = Object.keys(TABS) as Tab[];
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = names[(names.indexOf(tab) + step + names.length) % names.length] ?? tab;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <nav aria-label="Views">
      <div class="tabs" role="tablist" aria-label="View" onKeyDown={move}>
        {names.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls="view"
            tabIndex={name === tab ? 0 : -1}
            onClick={() => onTab(name)}
          >
            {TABS[name]}
            {name === "failures" && failures + unread > 0 && <span class="badge">{number(failures + unread)}</span>}
          </button>
        ))}
      </div>
    </nav>
  );
}
