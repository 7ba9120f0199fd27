/** The review of kept plans: reads Terraform's JSON of each and hands it to `review/`. */
import { readFile } from "node:fs/promises";
import { allAccounts, type Fleet } from "../../fleet/model";
import { reviewOf, type Review, type ReviewedPlan, type UnplannedStack } from "../review/review";
import type { ReviewPolicy } from "../review/policy-file";
import type { KeptPlan } from "./manifest";
import { planFiles, readApplied } from "./plan-folder";
import type { PlanSet } from "./refusals";

/** A plan without changes, of which no JSON was kept. */
const WITHOUT_CHANGES = { format_version: "1.2", resource_changes: [] };

/** @throws ConfigurationError if the JSON of a plan is not Terraform's */
export async function reviewPlans(sets: readonly PlanSet[], fleet: Fleet, policy?: ReviewPolicy): Promise<Review> {
  const plans = await Promise.all(
    sets.flatMap(({ folder, manifest }) => manifest.stacks.map((plan) => reviewed(folder, plan))),
  );
  const units = new Map(fleet.organization.organizationalUnits.map(({ id, path }) => [id, path]));
  return reviewOf(plans, {
    accounts: allAccounts(fleet).map(({ id, name, parentId }) => ({
      ...{ id, name },
      organizationalUnit: units.get(parentId) ?? "",
    })),
    externalAccounts: fleet.externalAccounts,
    ...(policy === undefined ? {} : { policy }),
  });
}

async function reviewed(folder: string, plan: KeptPlan): Promise<ReviewedPlan | UnplannedStack> {
  const { stack, account, outcome, drifted, problems, waitsFor, notes: found = [] } = plan;
  if (outcome === "interrupted") return { stack, account, reason: "The plan was interrupted." };
  if (outcome === "failed") {
    return { stack, account, reason: problems.map(({ message }) => message).join(" ") };
  }
  if (outcome === "unchanged" && !drifted) return { stack, account, plan: WITHOUT_CHANGES, notes: found };
  const files = planFiles(folder, stack);
  if ((await readApplied(files)) !== undefined) return { stack, account, plan: WITHOUT_CHANGES };
  const text = await readFile(files.json, "utf8");
  const waiting =
    waitsFor.length === 0 || outcome === "unchanged"
      ? []
      : [`${waitsFor.join(", ")} must be applied first; the plan has what Terraform can know before that.`];
  return { stack, account, plan: jsonOf(text), notes: [...found, ...waiting] };
}

/** The content, or the text itself if it is no JSON, which the review refuses with the stack's name. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
