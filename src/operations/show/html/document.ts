/** The parts of the HTML document around the data. */
import { createHash } from "node:crypto";
import { idOf, type Run } from "../../results/schema";
import type { Bundle } from "./make-bundle";
import { PACK_CLASS, RECORDS_ID } from "./model/page-data";

/** Up to where the records stand, as base64. */
export function documentStart(run: Run, { script, style }: Bundle): string {
  // Only these two may act: the page loads nothing, sends nothing, and runs nothing that stands in its data.
  const policy = [
    "default-src 'none'",
    `script-src '${sourceHash(safeInElement(script))}'`,
    `style-src '${sourceHash(safeInElement(style))}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapedHtml(`${run.document} ${idOf(run)}`)}</title>
<style>${safeInElement(style)}</style>
</head>
<body>
<div id="app"><p>${escapedHtml(run.document)}, ${escapedHtml(idOf(run))}: ${escapedHtml(run.status)}. The results are being read; this needs JavaScript.</p></div>
<script type="application/octet-stream" id="${RECORDS_ID}">`;
}

/** From the end of the records to the packs: the script need not wait for them. */
export function afterRecords({ script }: Bundle): string {
  return `</script>
<script>${safeInElement(script)}</script>
`;
}

export const packStart = `<script type="application/octet-stream" class="${PACK_CLASS}">`;
export const packEnd = "</script>\n";

export const documentEnd = `</body>
</html>
`;

function sourceHash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** Nothing in the text ends its element. */
function safeInElement(text: string): string {
  return text.replace(/<\/(script|style)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
}

function escapedHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
