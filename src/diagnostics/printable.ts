/** What programs print, made fit for a terminal: it may come from anywhere. */
import { stripVTControlCharacters } from "node:util";

/** The text without escape sequences and control characters; line feeds stay, and a tab becomes a space. */
export function plainText(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replaceAll("\t", " ")
      // eslint-disable-next-line no-control-regex -- it is control characters that are taken out
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "")
  );
}
