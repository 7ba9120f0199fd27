/** The little XML that the gateway writes and reads itself: errors, STS's answers, single elements of moto's answers. */
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
  // In one pass, because the replacement of an entity may look like another entity.
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|amp|lt|gt|quot|apos);/gi,
    (entity, code?: string, hex?: string) => {
      const point = code !== undefined ? Number(code) : hex !== undefined ? parseInt(hex, 16) : undefined;
      if (point !== undefined) return point <= 0x10ffff ? String.fromCodePoint(point) : entity;
      return Object.entries(ESCAPES).find(([, escaped]) => escaped === entity)?.[0] ?? entity;
    },
  );
}

/** The text of the first element with that name. Undefined if there is none. Only for elements without children. */
export function xmlText(document: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(document)?.[1];
  return text === undefined ? undefined : xmlUnescape(text);
}

/** The texts of all elements with that name. Only for elements without children. */
export function xmlTexts(document: string, element: string): readonly string[] {
  return [...document.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, text = ""]) =>
    xmlUnescape(text),
  );
}

/** An id in the format of AWS's request ids. */
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
