/** Whether AWS Organizations has what the fleet file says: the organization, its accounts, and the delegated administrator. */
import {
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListAccounts,
  paginateListDelegatedAdministrators,
} from "@aws-sdk/client-organizations";
import { allAccounts, type Fleet } from "../fleet/model";
import { SYSTEMS_MANAGER } from "../fleet/names";
import { FLEETBOOK } from "../diagnostics/called-as";
import { callerCredentials, clientSettings } from "../rollout/aws-client";
import { hasTrustedAccess, WITHOUT_TRUSTED_ACCESS } from "../rollout/prerequisites/trusted-access";
import { messageOf } from "../diagnostics/text/message-of";
import type { Result } from "./result";

/** Asks with the caller's own credentials. */
export async function checkOrganization(fleet: Fleet, env: NodeJS.ProcessEnv): Promise<readonly Result[]> {
  const client = new OrganizationsClient({
    ...clientSettings(env, "ORGANIZATIONS", fleet.homeRegion),
    credentials: callerCredentials(env),
  });
  try {
    const [organization, ...others] = await Promise.all([
      asked("The organization", () => checkId(client, fleet)),
      asked("The organization's accounts", () => checkAccounts(client, fleet)),
      asked("The delegated administrator", () => checkAdministrator(client, fleet)),
      asked(`Trusted access for ${SYSTEMS_MANAGER}`, () => checkTrustedAccess(client, fleet)),
    ]);
    // The accounts of another organization would all be missing.
    return organization.some(({ status }) => status === "fault") ? organization : [organization, ...others].flat();
  } finally {
    client.destroy();
  }
}

async function checkId(client: OrganizationsClient, { organization }: Fleet): Promise<readonly Result[]> {
  const { Organization: { Id: id = "" } = {} } = await client.send(new DescribeOrganizationCommand({}));
  if (id === organization.id) return [{ area: "organization", status: "ok", message: `The organization is ${id}.` }];
  return [
    {
      ...{ area: "organization", status: "fault" },
      message: `The credentials belong to the organization ${id}, and fleet.yaml is of ${organization.id}.`,
      remedy: "Sign in to the right organization, or correct organization.id in fleet.yaml.",
    },
  ];
}

async function checkAccounts(client: OrganizationsClient, fleet: Fleet): Promise<readonly Result[]> {
  const states = new Map<string, string>();
  for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
    for (const { Id = "", Status = "" } of Accounts) states.set(Id, Status);
  }
  const faults = allAccounts(fleet).flatMap(({ id, name: account }): readonly Result[] => {
    const state = states.get(id);
    if (state === "ACTIVE") return [];
    const fault = { area: "organization", status: "fault", account } as const;
    return [
      state === undefined
        ? {
            ...{ ...fault, message: "The account is not in the organization." },
            remedy: "Correct its id in fleet.yaml, or remove the account: docs/leave.md.",
          }
        : {
            ...{ ...fault, message: `The account is ${state}, and AWS refuses what is done in it.` },
            remedy: "Remove it from fleet.yaml, or have AWS reopen it.",
          },
    ];
  });
  const counts = `${allAccounts(fleet).length} of the organization's ${states.size} accounts are in fleet.yaml.`;
  return faults.length > 0 ? faults : [{ area: "organization", status: "ok", message: counts }];
}

async function checkAdministrator(client: OrganizationsClient, fleet: Fleet): Promise<readonly Result[]> {
  const { administratorAccount: administrator, managementAccount } = fleet;
  if (administrator.id === managementAccount.id) return [];
  const registered: string[] = [];
  const pages = paginateListDelegatedAdministrators({ client }, { ServicePrincipal: SYSTEMS_MANAGER });
  for await (const { DelegatedAdministrators = [] } of pages) {
    registered.push(...DelegatedAdministrators.map(({ Id = "" }) => Id));
  }
  const account = administrator.name;
  return registered.includes(administrator.id)
    ? [{ area: "organization", status: "ok", account, message: `It is delegated administrator of ${SYSTEMS_MANAGER}.` }]
    : [
        {
          ...{ area: "organization", status: "fault", account },
          message: `It is not delegated administrator of ${SYSTEMS_MANAGER}, so it cannot start executions in organizational units.`,
          remedy:
            fleet.registerDelegatedAdministrator === true
              ? `With credentials of the management account: ${FLEETBOOK} apply`
              : `Set registerDelegatedAdministrator in fleet.yaml and deploy, or as the management account: aws organizations register-delegated-administrator --account-id ${administrator.id} --service-principal ${SYSTEMS_MANAGER}`,
        },
      ];
}

async function checkTrustedAccess(client: OrganizationsClient, fleet: Fleet): Promise<readonly Result[]> {
  const { administratorAccount, managementAccount } = fleet;
  if (administratorAccount.id === managementAccount.id || (await hasTrustedAccess(client))) return [];
  return [{ area: "organization", status: "fault", ...WITHOUT_TRUSTED_ACCESS }];
}

/** What was found, or that it could not be read. */
async function asked(what: string, ask: () => Promise<readonly Result[]>): Promise<readonly Result[]> {
  try {
    return await ask();
  } catch (error) {
    return [
      {
        ...{ area: "organization", status: "unchecked", message: `${what}: ${messageOf(error)}.` },
        remedy:
          "Allow the caller organizations:Describe* and organizations:List*, or sign in to the management account.",
      },
    ];
  }
}
