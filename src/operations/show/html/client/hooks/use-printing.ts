/** Whether the page is being printed: paper has no scroll bar, so it gets a table of its own. */
import { options } from "preact";
import { useEffect, useState } from "preact/hooks";

export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser prints as soon as the event is over, so this one update must not wait.
    const begin = () => atOnce(() => setPrinting(true));
    const end = () => setPrinting(false);
    const query = matchMedia("print");
    const change = () => (query.matches ? begin() : end());
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    query.addEventListener("change", change);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
      query.removeEventListener("change", change);
    };
  }, []);
  return printing;
}

function atOnce(update: () => void): void {
  options.debounceRendering = (render) => render();
  update();
  delete options.debounceRendering;
}
