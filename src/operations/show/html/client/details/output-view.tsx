/** The output of a step: whole on demand, in the encoding that the user chooses for bytes that are not UTF-8. */
import { useState } from "preact/hooks";
import { size } from "../../model/figures";
import type { StepOutput } from "../../model/report";
import type { View } from "../view";
import { VisibleText } from "../visible-text";

/** Characters that are shown at first; a browser needs seconds for megabytes. */
const AT_FIRST = 100_000;

/** Code pages of Windows and what else old systems write. https://encoding.spec.whatwg.org/#names-and-labels */
const ENCODINGS = ["utf-8", "windows-1252", "shift_jis", "gbk", "big5", "euc-kr", "windows-1251", "ibm866", "utf-16le"];

const SOURCES: Readonly<Record<StepOutput["source"], string>> = {
  step: "from the step",
  command: "from the command invocation",
  s3: "from the S3 bucket",
  logs: "from the log group",
};

export function OutputView({ view, output }: { readonly view: View; readonly output: StepOutput }) {
  const [encoding, setEncoding] = useState("utf-8");
  const [whole, setWhole] = useState(false);
  const [wrap, setWrap] = useState(true);
  const facts = view.outputs.facts(output.output);
  const text = view.outputs.text(output.output, encoding);
  if (facts === undefined || text === undefined) return <p class="quiet">The output is being read.</p>;
  const [sha256, bytes, isText, , , held] = facts;
  const shown = whole || text.length <= AT_FIRST ? text : text.slice(0, AT_FIRST);
  return (
    <section class="output" aria-label="Output">
      <div class="output-head">
        <h4>
          Output{" "}
          <small>
            {size(bytes)}, {SOURCES[output.source]}
          </small>
        </h4>
        <label>
          <input type="checkbox" checked={wrap} onChange={() => setWrap(!wrap)} /> Wrap
        </label>
        <button type="button" onClick={() => void navigator.clipboard.writeText(text)}>
          Copy
        </button>
        <button type="button" onClick={() => save(view.outputs.bytes(output.output), `${sha256.slice(0, 12)}.txt`)}>
          Save
        </button>
      </div>
      {output.cut !== undefined && (
        <p class="notice">
          AWS has cut this output
          {output.cut.missing === undefined ? "" : `, and ${size(output.cut.missing)} are missing`}.{" "}
          <VisibleText text={output.cut.reason} /> <span class="remedy">{output.cut.remedy}</span>
        </p>
      )}
      {held < bytes && (
        <p class="notice">
          The page holds the first {size(held)} of {size(bytes)}. The run&apos;s folder has all of it:{" "}
          <code>outputs/{sha256}</code>
        </p>
      )}
      {isText === 0 && (
        <p class="notice">
          The output is not UTF-8.{" "}
          <label>
            Read it as{" "}
            <select value={encoding} onChange={(event) => setEncoding(event.currentTarget.value)}>
              {ENCODINGS.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        </p>
      )}
      <pre class={wrap ? "wrap" : ""} tabIndex={0} aria-label="Text of the output">
        {text === "" ? <span class="quiet">(empty)</span> : <VisibleText text={shown} />}
      </pre>
      {shown !== text && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {size(held)}
        </button>
      )}
    </section>
  );
}

function save(bytes: Uint8Array<ArrayBuffer> | undefined, name: string): void {
  if (bytes === undefined) return;
  const url = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
