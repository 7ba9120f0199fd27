/** The rows of a review's table of counts. */
import { isAboutTrust, isWider } from "./policies/policy-change";
import type { Review } from "./review";

/** Only what there is. */
export function countRows({
  counts,
  policies,
  runbooks,
  drift,
  unchanged,
}: Review): readonly (readonly [string, number])[] {
  const existing = policies.filter(({ resource }) => resource !== "created").filter(isWider);
  const places = (groups: readonly { readonly places: readonly unknown[] }[]) =>
    groups.reduce((sum, group) => sum + group.places.length, 0);
  const rows: readonly (readonly [string, number])[] = [
    ["destroyed", counts.delete],
    ["replaced", counts.replace],
    ["no longer managed", counts.forget],
    ["created", counts.create],
    ["changed in place", counts.update],
    ["imported", counts.import],
    ["moved", counts.move],
    ["wider trust or sharing", places(existing.filter(isAboutTrust))],
    ["wider permissions", places(existing.filter((change) => !isAboutTrust(change)))],
    ["runbooks changed", places(runbooks)],
    ["changed outside Terraform", places(drift)],
    ["stacks not planned", counts.unplanned],
    ["stacks without changes", unchanged.length],
  ];
  return rows.filter(([, count]) => count > 0);
}
