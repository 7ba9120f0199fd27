/** What a plan would change on something that exists, in the words of its review. */
import type { PlacedStack } from "../plans/placed-stack";
import type { PlanJson } from "../review/plan-json";
import { reviewOf } from "../review/review";

/** Sentences that are shown; more are counted. */
const SHOWN = 6;

/** @param addresses of the resources, and of the policies that are theirs */
export function changesText({ name, account }: PlacedStack, plan: PlanJson, addresses: ReadonlySet<string>): string {
  const review = reviewOf([{ stack: name, account, plan }]);
  const isMeant = ({ places }: { readonly places: readonly { readonly address: string }[] }) =>
    places.some(({ address }) => addresses.has(address));
  const sentences = review.policies
    .filter(isMeant)
    .flatMap((change) => change.sentences)
    .filter(({ effect }) => effect !== "same")
    .map(({ text }) => text.replaceAll("`", ""));
  const others = review.changes
    .filter(isMeant)
    .filter(({ kind }) => kind !== "create")
    .flatMap(({ attributes }) => attributes.map(({ path }) => path.replace(/[.[].*$/, "")))
    .filter((path) => !/polic(y|ies)/.test(path));
  const attributes = [...new Set(others)];
  if (sentences.length + attributes.length === 0) return "Adopting it would change nothing on it.";
  const more = sentences.length - SHOWN;
  const all = [
    ...sentences.slice(0, SHOWN),
    ...(more > 0 ? [`And ${String(more)} more: a plan with \`adopt: true\` shows all.`] : []),
    ...(attributes.length === 0 ? [] : [`Changed as well: ${attributes.join(", ")}.`]),
  ];
  return `Adopting it would change: ${all.join(" ")}`;
}
