/** A delegated administrator that was registered before: there is nothing on it to change, and nothing to put back. */
import { paginateListDelegatedAdministrators, type OrganizationsClient } from "@aws-sdk/client-organizations";
import { z } from "zod";

export const registrationFormat = z.object({
  kind: z.literal("registration"),
  /** The account's id. */
  name: z.string(),
  /** `ssm.amazonaws.com` */
  service: z.string(),
  /** AWS gives it none. */
  tags: z.record(z.string(), z.string()),
});

export type RegistrationAsItIs = z.infer<typeof registrationFormat>;

/** Undefined if the account is not registered for the service. */
export async function readRegistration(
  organizations: OrganizationsClient,
  account: string,
  service: string,
): Promise<RegistrationAsItIs | undefined> {
  const pages = paginateListDelegatedAdministrators({ client: organizations }, { ServicePrincipal: service });
  for await (const { DelegatedAdministrators = [] } of pages) {
    if (DelegatedAdministrators.some(({ Id }) => Id === account))
      return { kind: "registration", name: account, service, tags: {} };
  }
  return undefined;
}
