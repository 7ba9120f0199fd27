/** Issues credentials of a sandbox: an account's administrator, or a role as Systems Manager would assume it. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { randomUUID } from "node:crypto";
import { ConfigurationError } from "../../diagnostics/errors";
import { allAccounts, organizationAccounts, type Fleet } from "../../fleet/model";
import { roleArn } from "../../fleet/names";
import type { Credentials } from "../identities/principals";
import { AwsError } from "../protocol/aws-error";
import { assumeRoleAsService, type Sts } from "../services/sts/assume-role";

/** The service on whose behalf roles are assumed. */
const AUTOMATION_SERVICE = "ssm.amazonaws.com";

export interface SandboxAccount {
  readonly id: string;
  readonly name: string;
  /** The account's place in the organization, for display. */
  readonly kind: "management" | "administrator" | "member" | "not in the fleet" | "external";
}

export interface AccessRequest {
  /** Name or id of the account. @default the administrator account */
  readonly account?: string | undefined;
  /** Name of a role in that account, which is assumed as Systems Manager does for an automation execution. */
  readonly role?: string | undefined;
}

/** Every account of the sandbox, the management account first. */
export function sandboxAccounts(fleet: Fleet): readonly SandboxAccount[] {
  const { managementAccount, administratorAccount } = fleet;
  const members = allAccounts(fleet).map(({ id, name }): SandboxAccount => {
    if (id === managementAccount.id) return { id, name, kind: "management" };
    return { id, name, kind: id === administratorAccount.id ? "administrator" : "member" };
  });
  const ids = new Set(members.map(({ id }) => id));
  const others = organizationAccounts(fleet).filter(({ id, state }) => !ids.has(id) && state !== "gone");
  return [
    ...members,
    ...others.map(({ id, stack }): SandboxAccount => ({ id, name: stack, kind: "not in the fleet" })),
    ...fleet.externalAccounts.map(({ id, name }): SandboxAccount => ({ id, name, kind: "external" })),
  ];
}

/**
 * @throws ConfigurationError for an account that the fleet does not name, and for a role whose trust policy does not let
 * Systems Manager assume it.
 */
export async function grantAccess(
  sts: Sts,
  credentialsFor: (accountId: string) => Promise<Credentials>,
  asked: AccessRequest,
): Promise<Credentials> {
  const account = resolveAccount(sts.fleet, asked.account);
  if (asked.role === undefined) return credentialsFor(account.id);

  const { fleet } = sts;
  const execution = randomUUID();
  try {
    const assumed = await assumeRoleAsService(
      sts,
      AUTOMATION_SERVICE,
      { roleArn: roleArn(fleet, account.id, asked.role), sessionName: `Automation-${execution}` },
      {
        "aws:SourceAccount": account.id,
        "aws:SourceArn": `arn:${fleet.partition}:ssm:${fleet.homeRegion}:${account.id}:automation-execution/${execution}`,
      },
    );
    return assumed.credentials;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ConfigurationError({
      place: `${account.name} (${account.id})`,
      message: error.message,
      remedy: "Deploy the role first, or correct its trust policy.",
    });
  }
}

function resolveAccount(fleet: Fleet, reference: string | undefined): SandboxAccount {
  const accounts = sandboxAccounts(fleet);
  const wanted = reference ?? fleet.administratorAccount.id;
  const account = accounts.find(({ id, name }) => id === wanted || name === wanted);
  if (account === undefined) {
    throw new ConfigurationError({
      place: fleet.file,
      message: `The fleet has no account "${wanted}".`,
      remedy: didYouMean(
        wanted,
        accounts.flatMap(({ id, name }) => [name, id]),
        `Name one of: ${accounts.map(({ id, name }) => `${name} (${id})`).join(", ")}.`,
      ),
    });
  }
  return account;
}
