/** The filter by state of a request that describes resources whose states the sandbox knows and moto does not. */
import { objectsOf, stringOf, stringsOf } from "../../protocol/input";
import type { CallerRequest } from "../../protocol/message";
import { withInput } from "../../protocol/with-input";
import { filterPattern } from "./filter-pattern";

export interface StateFilter {
  /** The request without the filter, so that moto answers with resources in any state. */
  readonly request: CallerRequest;
  readonly matches: (state: string) => boolean;
}

/** @param name the filter's name, such as `status` */
export function stateFilter(request: CallerRequest, name: string): StateFilter {
  const filters = objectsOf(request.input, "Filter");
  const others = filters.filter((filter) => stringOf(filter, "Name") !== name);
  if (others.length === filters.length) return { request, matches: () => true };
  const asked = filters
    .filter((filter) => !others.includes(filter))
    .map((filter) => stringsOf(filter, "Value").map(filterPattern));
  return {
    request: withInput(request, { ...request.input, Filter: others }),
    matches: (state) => asked.every((patterns) => patterns.some((pattern) => pattern.test(state))),
  };
}
