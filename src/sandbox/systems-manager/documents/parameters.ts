/** The parameters of a document as DescribeDocument lists them. */
import type { DocumentParameter } from "@aws-sdk/client-ssm";
import { isObject } from "../../../document/json";
import type { Members } from "./content-faults";

/** Defaults are strings or JSON: `true`, `["a","b"]`. */
export function parametersOf({ parameters }: Members): DocumentParameter[] {
  if (!isObject(parameters)) return [];
  return Object.entries(parameters).map(([Name, definition]) => {
    const { type, description, default: value } = isObject(definition) ? definition : {};
    return {
      Name,
      // The API's enumeration has only two types, but AWS returns the type in the document.
      Type: (typeof type === "string" ? type : "") as "String",
      ...(typeof description === "string" ? { Description: description } : {}),
      ...(value === undefined ? {} : { DefaultValue: typeof value === "string" ? value : JSON.stringify(value) }),
    };
  });
}
