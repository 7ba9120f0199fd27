/** JSON values: a document's content before and after it is a typed model. */
export { isList, isObject } from "../diagnostics/json";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}
