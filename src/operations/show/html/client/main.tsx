/** Starts the page. */
import { render } from "preact";
import { decode } from "../model/decode";
import { App } from "./app";
import { Outputs } from "./outputs";
import { readRecords } from "./payload";

async function start(root: HTMLElement): Promise<void> {
  if (typeof DecompressionStream === "undefined") {
    throw new Error("The browser cannot unpack the results. Open the page in a browser of 2023 or later.");
  }
  const report = decode(await readRecords());
  root.replaceChildren();
  render(<App report={report} outputs={new Outputs(report.outputs)} />, root);
}

const root = document.getElementById("app");
if (root !== null) {
  start(root).catch((error: unknown) => {
    root.textContent = `The report could not be shown: ${error instanceof Error ? error.message : String(error)}`;
  });
}
