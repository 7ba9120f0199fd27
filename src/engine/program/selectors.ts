/** Selectors of step outputs and properties, parsed once. A selector that is not a JSONPath fails the step that uses it. */
import type { Json } from "../../document/json";
import { selectorOf as parse, SelectorError } from "../../document/selector";
import { StepFailure } from "../errors";

/** Selects a value from a response; undefined if nothing matches. @throws StepFailure if the selector is not a JSONPath */
type Selector = (response: Json) => Json | undefined;

const selectors = new Map<string, Selector>();
/** The cache is bounded, because generated documents may have new selectors each time. */
const REMEMBERED = 10_000;

export function selectorOf(source: string): Selector {
  const known = selectors.get(source);
  if (known !== undefined) return known;
  const selector = failingInSteps(source);
  if (selectors.size >= REMEMBERED) selectors.clear();
  selectors.set(source, selector);
  return selector;
}

function failingInSteps(source: string): Selector {
  const failureOf = (error: unknown): unknown =>
    error instanceof SelectorError
      ? new StepFailure(`The selector ${source} cannot be used: ${error.message}`, "PostVerification", "Verification")
      : error;
  let select: Selector;
  try {
    select = parse(source);
  } catch (error) {
    return () => {
      throw failureOf(error);
    };
  }
  return (response) => {
    try {
      return select(response);
    } catch (error) {
      throw failureOf(error);
    }
  };
}
