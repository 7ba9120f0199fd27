/** Reads the data that the page carries: compressed, in elements that are no script. */
import { PACK_CLASS, RECORDS_ID, type PageData } from "../model/page-data";

export async function readRecords(): Promise<PageData> {
  const element = document.getElementById(RECORDS_ID);
  if (element === null) throw new Error("The file is not complete.");
  const response = new Response(decompressed(element));
  return (await response.json()) as PageData;
}

/** The packs of outputs in their order, one at a time. Their elements are removed: the text of a pack is held once. */
export async function* readPacks(): AsyncIterable<Uint8Array> {
  for (const element of document.querySelectorAll(`.${PACK_CLASS}`)) {
    yield new Uint8Array(await new Response(decompressed(element)).arrayBuffer());
    element.remove();
  }
}

function decompressed(element: Element): ReadableStream<Uint8Array> {
  const bytes = fromBase64(element.textContent.trim());
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
