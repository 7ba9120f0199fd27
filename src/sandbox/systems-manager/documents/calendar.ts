/** Change calendars in moto, which stores only JSON and YAML with a schema version: the text is wrapped. */
import { isObject } from "../../../document/json";

const SCHEMA_VERSION = "1.0";

export function wrapCalendar(text: string): { readonly Content: string; readonly DocumentFormat: "JSON" } {
  return { Content: JSON.stringify({ schemaVersion: SCHEMA_VERSION, calendar: text }), DocumentFormat: "JSON" };
}

export function unwrapCalendar(content: string): string {
  const value: unknown = JSON.parse(content);
  return isObject(value) ? String(value["calendar"]) : content;
}
