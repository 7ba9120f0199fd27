/** Clients of the services that know what exists in an account, with the account's own credentials. */
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { SSMClient } from "@aws-sdk/client-ssm";
import { clientSettings, type CredentialsProvider } from "../aws-client";
import { readDocument, restoreDocument, type DocumentAsItIs } from "./document";
import type { Identity } from "./planned";
import { managedPolicyDocument } from "./managed-policies";
import { readRegistration, type RegistrationAsItIs } from "./registration";
import { readRole, restoreRole, type ManagedPolicies, type RoleAsItIs } from "./role";

/** A role, a document or a registration, as it was found. */
export type AsItIs = RoleAsItIs | DocumentAsItIs | RegistrationAsItIs;

/** What exists in one account. */
export interface AccountReader {
  /** Undefined if there is no such thing. */
  read(identity: Identity): Promise<AsItIs | undefined>;
  /** The documents of what limits or allows a role: of its attached policies and its boundary, each in its default version. */
  managedPolicies(arns: readonly string[]): Promise<readonly string[]>;
  /** @param managed the policies that Terraform has put on a role */
  restore(kept: AsItIs, managed: ManagedPolicies): Promise<void>;
  /** A client that its user destroys. */
  cloudFormation(region: string): CloudFormationClient;
}

/** @param region for services that are the same in every Region */
export function accountReader(env: NodeJS.ProcessEnv, region: string, credentials: CredentialsProvider): AccountReader {
  const iam = () => new IAMClient({ ...clientSettings(env, "IAM", region), credentials });
  const organizations = () => new OrganizationsClient({ ...clientSettings(env, "ORGANIZATIONS", region), credentials });
  const ssm = (of: string) => new SSMClient({ ...clientSettings(env, "SSM", of), credentials });
  return {
    read: (identity) => {
      switch (identity.kind) {
        case "role":
          return using(iam(), (client) => readRole(client, identity.name));
        case "document":
          return using(ssm(identity.region), (client) => readDocument(client, identity.name, identity.region));
        case "registration":
          return using(organizations(), (client) => readRegistration(client, identity.name, identity.service));
      }
    },
    managedPolicies: (arns) =>
      using(iam(), (client) => Promise.all(arns.map((arn) => managedPolicyDocument(client, arn)))),
    restore: async (kept, managed) => {
      if (kept.kind === "role") await using(iam(), (client) => restoreRole(client, kept, managed));
      if (kept.kind === "document") await using(ssm(kept.region), (client) => restoreDocument(client, kept));
    },
    cloudFormation: (of) => new CloudFormationClient({ ...clientSettings(env, "CLOUDFORMATION", of), credentials }),
  };
}

async function using<C extends { destroy(): void }, T>(client: C, work: (client: C) => Promise<T>): Promise<T> {
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
