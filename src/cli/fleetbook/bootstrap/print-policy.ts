/** `fleetbook bootstrap --print-policy`: what a role needs that deploys an account's stacks, for a review or a role made by hand. */
import { everywhere } from "../../../document/permissions/permissions";
import { policyDocument } from "../../../iam/statements/policy-document";
import { synthesizedByAccount } from "../../../rollout/deploy-role/account-resources";
import { deployPolicy } from "../../../rollout/deploy-role/deploy-policy";
import type { Interruption } from "../../../rollout/interrupt";
import { accountOf } from "../../account-option";
import { log } from "../../log";
import { loadProject } from "../../project";
import { fleetStacks } from "./fleet-stacks";

/**
 * The policy goes to stdout; what it is allowed on every resource, and its size, to stderr.
 * @throws ConfigurationError if the fleet has no such account
 */
export async function printDeployPolicy(
  file: string | undefined,
  nameOrId: string,
  interruption: Interruption,
): Promise<void> {
  const { fleet } = loadProject(file);
  const account = accountOf(fleet, nameOrId);
  const resources = await synthesizedByAccount(await fleetStacks(fleet, interruption));
  const { statements, policies } = deployPolicy(fleet, account, resources.get(account) ?? []);
  console.log(JSON.stringify(policyDocument(statements), undefined, 2));
  for (const { actions, because } of everywhere(statements)) log(`* for ${actions.join(", ")}: ${because}`);
  const sizes = policies.map(({ length }) => length.toLocaleString("en")).join(", ");
  log(`${policies.length} managed ${policies.length === 1 ? "policy" : "policies"} of ${sizes} characters`);
}
