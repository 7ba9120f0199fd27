/** Checks of tags. */
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child } from "../draft";
import { organizationAccounts } from "./parts";

export function tagsAreNotReserved(file: Draft): readonly ValueProblem[] {
  const holders = [child(file, "defaults"), ...organizationAccounts(file)];
  const named = holders
    .map((holder) => child(holder, "ec2Targets"))
    .flatMap((targets) => Object.keys(targets.value).map((name) => child(targets, name)));
  return [...holders, ...holders.flatMap((holder) => [child(holder, "ec2Target"), child(holder, "roles")]), ...named]
    .map((holder) => child(holder, "tags"))
    .flatMap((tags) =>
      Object.keys(tags.value)
        .filter((key) => key.toLowerCase().startsWith("aws:"))
        .map((key) => ({
          path: [...tags.path, key],
          atKey: true,
          message: `${pathString(tags.path)} has the key ${quoted(key)}: AWS reserves keys that begin with "aws:".`,
          remedy: "Choose another key.",
        })),
    );
}
