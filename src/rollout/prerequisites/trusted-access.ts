/**
 * Whether Systems Manager has trusted access to the organization, without which AWS registers no delegated administrator for it.
 * Terraform could give it only with the resource of the whole organization, whose other settings it would then manage too.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services.html
 */
import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import type { Fleet } from "../../fleet/model";
import { SYSTEMS_MANAGER, stackName } from "../../fleet/names";
import { clientSettings } from "../aws-client";
import type { AccountCredentials } from "../preflight";
import type { SynthesizedStack } from "../synthesize";

/** What to say if it has none. */
export const WITHOUT_TRUSTED_ACCESS: Problem = {
  message: `${SYSTEMS_MANAGER} has no trusted access to the organization, so AWS registers no delegated administrator for it.`,
  remedy: `As the management account: aws organizations enable-aws-service-access --service-principal ${SYSTEMS_MANAGER}`,
};

/**
 * Asks if the account is to be registered by one of the stacks.
 * @throws ConfigurationError if there is no trusted access
 */
export async function refuseWithoutTrustedAccess(
  fleet: Fleet,
  stacks: readonly Pick<SynthesizedStack, "name">[],
  credentials: AccountCredentials,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const { managementAccount, registerDelegatedAdministrator: registers = false } = fleet;
  const own = credentials.get(managementAccount);
  const name = stackName(managementAccount, "organization");
  if (!registers || own === undefined || !stacks.some((stack) => stack.name === name)) return;
  const { OrganizationsClient: Client } = await import("@aws-sdk/client-organizations");
  const client = new Client({ ...clientSettings(env, "ORGANIZATIONS", fleet.homeRegion), credentials: own });
  try {
    if (await hasTrustedAccess(client)) return;
  } catch (error) {
    // A deploy role that exists need not be allowed to ask. Terraform then finds out.
    if (error instanceof Error && error.name.startsWith("AccessDenied")) return;
    throw error;
  } finally {
    client.destroy();
  }
  throw new ConfigurationError({ place: `stack ${name}`, ...WITHOUT_TRUSTED_ACCESS });
}

export async function hasTrustedAccess(client: OrganizationsClient): Promise<boolean> {
  const { paginateListAWSServiceAccessForOrganization } = await import("@aws-sdk/client-organizations");
  for await (const { EnabledServicePrincipals = [] } of paginateListAWSServiceAccessForOrganization({ client }, {})) {
    if (EnabledServicePrincipals.some(({ ServicePrincipal }) => ServicePrincipal === SYSTEMS_MANAGER)) return true;
  }
  return false;
}
