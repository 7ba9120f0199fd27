/** Statements that are written by hand, with what they refer to put in. */
import type { PolicyStatement } from "../../iam/statements/statement";
import { inRegions } from "./in-regions";
import type { RoleContext } from "./role-permissions";
import { text } from "./step-facts";

/**
 * The statements in each of the role's Regions: `{{ global:REGION }}`, `{{ global:ACCOUNT_ID }}` and
 * `{{ global:AWS_PARTITION }}` in resources are resolved as in a runbook's own declarations.
 */
export function resolvedStatements(
  statements: readonly PolicyStatement[],
  { partition, accountId, regions }: Omit<RoleContext, "runbooks">,
): readonly PolicyStatement[] {
  return inRegions(regions, (region) => {
    const context = { partition, accountId, region, parameters: {}, targetTag: undefined };
    return statements.map((statement) => ({
      ...statement,
      resources: statement.resources.map((resource) => text({ inputs: {}, context }, resource)),
    }));
  });
}
