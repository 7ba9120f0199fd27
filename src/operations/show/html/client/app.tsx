/** The page: head, filter, the view that is chosen, and the panel beside it. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Whereabouts } from "../../../fold/where";
import { keepPlaces, keepRows, NO_FILTER, wordsOf, type Filter, type Needle } from "../model/filter";
import { failureGroups, instanceView } from "../model/groups";
import type { Order } from "../model/order";
import type { Report } from "../model/report";
import { AnswersView } from "./answers-view";
import { Details } from "./details/details";
import { FailuresView } from "./failures-view";
import { FilterBar } from "./filter-bar";
import { MatrixView } from "./matrix/matrix-view";
import type { Outputs } from "./outputs";
import { Printout } from "./printout";
import { PageHead } from "./page-head";
import { Tabs, type Tab } from "./tabs";
import { TimeLineView } from "./time-line-view";
import { useOutputs } from "./hooks/use-outputs";
import { usePrinting } from "./hooks/use-printing";
import type { Selection, View } from "./view";

export function App({ report, outputs }: { readonly report: Report; readonly outputs: Outputs }) {
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [order, setOrder] = useState<Order>("severity");
  const [tab, setTab] = useState<Tab>("matrix");
  const [selection, setSelection] = useState<Selection>();
  const searchBox = useRef<HTMLInputElement>(null);
  const ready = useOutputs(outputs);
  const { needles, searching } = useNeedles(outputs, filter.search, ready);
  const rows = useMemo(() => keepRows(report.rows, filter, needles), [report, filter, needles]);
  const places = useMemo(() => keepPlaces(report.places, filter, needles), [report, filter, needles]);
  const hasEnded = report.run.endTime !== undefined;
  const failures = useMemo(() => failureGroups(rows, places, hasEnded), [rows, places, hasEnded]);
  const where = useMemo(
    () => new Whereabouts(report.run.accounts, report.rows.map(instanceView), report.unread),
    [report],
  );
  const printing = usePrinting();
  const close = useCallback(() => {
    const hadFocus = Boolean(document.activeElement?.closest(".details"));
    setSelection(undefined);
    if (hadFocus) document.querySelector<HTMLElement>('#view [tabindex="0"]')?.focus();
  }, []);
  useShortcuts(searchBox, close);

  const view: View = { report, outputs, ready, rows, places, needles, order, where, selection, select: setSelection };
  return (
    <>
      <div class="page">
        <PageHead report={report} filter={filter} onFilter={setFilter} onShowFailures={() => setTab("failures")} />
        <FilterBar
          view={view}
          filter={filter}
          onFilter={setFilter}
          onOrder={setOrder}
          searching={searching}
          searchBox={searchBox}
        />
        <Tabs tab={tab} onTab={setTab} failures={failures.length} unread={report.unread.length} />
        <div class="body">
          <main class="view">
            <div id="view" class="view" role="tabpanel" aria-labelledby={`tab-${tab}`}>
              {tab === "matrix" && <MatrixView view={view} onClose={close} />}
              {tab === "answers" && <AnswersView view={view} />}
              {tab === "failures" && <FailuresView view={view} groups={failures} />}
              {tab === "time" && <TimeLineView view={view} />}
            </div>
          </main>
          {selection !== undefined && <Details view={view} selection={selection} onClose={close} />}
        </div>
      </div>
      {printing && <Printout view={view} failures={failures} />}
    </>
  );
}

/** The words of the search with the outputs that contain them. Outputs are searched in pieces, while the page stays alive. */
function useNeedles(outputs: Outputs, search: string, ready: boolean) {
  const [needles, setNeedles] = useState<readonly Needle[]>([]);
  const [searching, setSearching] = useState(false);
  useEffect(() => {
    const control = new AbortController();
    setSearching(true);
    void outputs.search(wordsOf(search), control.signal).then((found) => {
      if (found === undefined) return;
      setNeedles(found);
      setSearching(false);
    });
    return () => control.abort();
  }, [outputs, search, ready]);
  return { needles, searching };
}

/** `/` goes to the search, Escape closes the panel. */
function useShortcuts(searchBox: { readonly current: HTMLInputElement | null }, close: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        searchBox.current?.focus();
        searchBox.current?.select();
      }
      if (event.key === "Escape" && !isTyping) close();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [searchBox, close]);
}
