/** Reads the outputs once the page is on the screen. */
import { useEffect, useState } from "preact/hooks";
import type { Outputs } from "../outputs";
import { readPacks } from "../payload";

/** Whether all outputs have been read. */
export function useOutputs(outputs: Outputs): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const read = async () => {
      await documentParsed();
      for await (const pack of readPacks()) outputs.add(pack);
      setReady(true);
    };
    void read();
  }, [outputs]);
  return ready;
}

/** The outputs stand behind the script, so that the first rows need not wait for them. */
function documentParsed(): Promise<void> {
  if (document.readyState !== "loading") return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("DOMContentLoaded", () => resolve(), { once: true }));
}
