/** The little XML that the gateway writes and reads itself: error bodies, STS's answers, single elements of moto's. */
import { randomUUID } from "node:crypto";
import type { AwsResponse } from "./message";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

export function xmlEscape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function xmlUnescape(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (entity) => {
      const found = Object.entries(ESCAPES).find(([, escaped]) => escaped === entity);
      return found === undefined ? entity : found[0];
    });
}

/** The text of the first element with that name, undefined if there is none. For elements that hold only text. */
export function xmlText(document: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(document)?.[1];
  return text === undefined ? undefined : xmlUnescape(text);
}

/** The texts of all elements with that name. For elements that hold only text. */
export function xmlTexts(document: string, element: string): readonly string[] {
  return [...document.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, text = ""]) =>
    xmlUnescape(text),
  );
}

/** An id in the form of AWS's request ids. */
export function requestId(): string {
  return randomUUID();
}

export function xmlResponse(status: number, body: string, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  return {
    status,
    headers: { "content-type": "text/xml", ...headers },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
  };
}
