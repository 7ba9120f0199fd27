/** What is said about plans beside their review: what was left out, and how changes are counted. */
import { counted } from "../../../diagnostics/counted";
import type { FleetPlan } from "../../../rollout/plans/plan-fleet";
import type { Changes } from "../../../rollout/output";
import { FLEETBOOK } from "../../../diagnostics/called-as";

/** Numbers of resources with Terraform's signs: `+4 ~1 -2` are added, changed, destroyed. */
export function signs({ add, change, remove }: Changes): string {
  const parts = [["+", add] as const, ["~", change] as const, ["-", remove] as const];
  const said = parts.flatMap(([sign, count]) => (count === 0 ? [] : [`${sign}${count}`]));
  return said.length === 0 ? "none, or outputs only" : said.join(" ");
}

/** What a reader has to know beside the changes, as full sentences. */
export function planNotes({ manifest, stacksInFleet, gone }: FleetPlan): readonly string[] {
  const { stacks, since, shard, uncommitted } = manifest;
  const notes: string[] = [];
  if (since !== undefined || shard !== undefined) {
    const reasons = [
      ...(since === undefined ? [] : [`those that differ from ${since.ref} (${since.commit.slice(0, 12)})`]),
      ...(shard === undefined ? [] : [`shard ${shard.index}/${shard.count}`]),
    ];
    notes.push(`${stacks.length} of ${stacksInFleet} stacks were planned: ${reasons.join(", of these ")}.`);
  }
  if (gone.length > 0) {
    notes.push(
      `${gone.join(", ")}: the fleet no longer has ${gone.length === 1 ? "this stack" : "these stacks"}, so nothing is destroyed there. If resources are left (${FLEETBOOK} stacks): docs/leave.md.`,
    );
  }
  if (uncommitted.length > 0) {
    notes.push(
      `${counted(uncommitted.length, "file")} of the project not committed: a checkout of the commit refuses these plans if such a file changes a stack.`,
    );
  }
  return notes;
}
