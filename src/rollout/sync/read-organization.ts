/**
 * Reads an organization from AWS: its units, and every account with its parent, state and tags. AWS pages by 20 and allows a few
 * calls in a second, so a large organization takes minutes.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html
 */
import {
  DescribeOrganizationCommand,
  ListRootsCommand,
  OrganizationsClient,
  OrganizationsServiceException,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListTagsForResource,
  type Account,
} from "@aws-sdk/client-organizations";
import pLimit from "p-limit";
import { ConfigurationError } from "../../diagnostics/errors";
import { messageOf } from "../../diagnostics/text/message-of";
import type { Lock, LockedAccount } from "../../fleet/schema/lock-file";
import { callerCredentials, clientSettings } from "../aws-client";
import { theCaller, type Identity } from "../credentials/caller";
import { accountState } from "./account-state";

/** The organization without what only Fleetbook knows: the stack names. */
export interface FoundOrganization extends Omit<Lock, "accounts"> {
  /** By id. */
  readonly accounts: Readonly<Record<string, Omit<LockedAccount, "stack">>>;
}

interface ReadOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Decides the partition. */
  readonly homeRegion: string;
  readonly onProgress: (line: string) => void;
}

/** Calls at once. Organizations throttles at a few in a second, and the client then sends fewer by itself. */
const AT_ONCE = 8;
const ATTEMPTS = 12;
/** Accounts between two lines of progress. */
const PROGRESS = 500;

/** @throws ConfigurationError if there are no credentials, or if they may not read the organization */
export async function readOrganization({ env, homeRegion, onProgress }: ReadOptions): Promise<FoundOrganization> {
  const credentials = callerCredentials(env);
  const caller = await theCaller(credentials, clientSettings(env, "STS", homeRegion));
  const client = new OrganizationsClient({
    ...clientSettings(env, "ORGANIZATIONS", homeRegion),
    ...{ credentials, retryMode: "adaptive", maxAttempts: ATTEMPTS },
  });
  try {
    return await read(client, onProgress);
  } catch (error) {
    if (!(error instanceof OrganizationsServiceException)) throw error;
    throw new ConfigurationError(refusal(error, caller));
  } finally {
    client.destroy();
  }
}

async function read(client: OrganizationsClient, onProgress: ReadOptions["onProgress"]): Promise<FoundOrganization> {
  const limit = pLimit(AT_ONCE);
  const { Organization: described = {} } = await client.send(new DescribeOrganizationCommand({}));
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  const rootId = Roots[0]?.Id ?? "";
  const organizationalUnits: Record<string, Lock["organizationalUnits"][string]> = {};
  const found: (readonly [account: Account, parent: string])[] = [];

  const readParent = async (parent: string): Promise<void> => {
    const [units, accounts] = await Promise.all([
      limit(() =>
        all(paginateListOrganizationalUnitsForParent({ client }, { ParentId: parent }), "OrganizationalUnits"),
      ),
      limit(() => all(paginateListAccountsForParent({ client }, { ParentId: parent }), "Accounts")),
    ]);
    for (const account of accounts) found.push([account, parent]);
    for (const { Id = "", Name = Id } of units) organizationalUnits[Id] = { name: Name, parent };
    await Promise.all(units.map(({ Id = "" }) => readParent(Id)));
  };
  await readParent(rootId);
  onProgress(
    `${found.length} accounts in ${Object.keys(organizationalUnits).length} organizational units; reading tags`,
  );

  let done = 0;
  const accounts = await Promise.all(
    found.map(([account, parent]) =>
      limit(async () => {
        const { Id = "", Name = Id } = account;
        const tags = await all(paginateListTagsForResource({ client }, { ResourceId: Id }), "Tags");
        done += 1;
        if (done % PROGRESS === 0) onProgress(`tags of ${done} of ${found.length} accounts`);
        const named = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
        return [
          Id,
          { name: Name, parent, state: accountState(account), ...(tags.length === 0 ? {} : { tags: named }) },
        ] as const;
      }),
    ),
  );
  return {
    organization: { id: described.Id ?? "", rootId, managementAccount: described.MasterAccountId ?? "" },
    organizationalUnits,
    accounts: Object.fromEntries(accounts),
  };
}

async function all<Key extends string, Item>(
  pages: AsyncIterable<Readonly<Partial<Record<Key, Item[] | undefined>>>>,
  key: Key,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(page[key] ?? []));
  return items;
}

const PERMISSIONS =
  "organizations:DescribeOrganization, ListRoots, ListOrganizationalUnitsForParent, ListAccountsForParent and ListTagsForResource";

function refusal(error: OrganizationsServiceException, caller: Identity) {
  if (error.name === "AWSOrganizationsNotInUseException") {
    return {
      message: `The credentials are of account ${caller.account} (${caller.arn}), which is in no organization.`,
      remedy: "Use credentials of the organization's management account, or of a delegated administrator.",
    };
  }
  return {
    message: `${caller.arn} may not read the organization: ${messageOf(error)}.`,
    remedy: `Use credentials of the management account or of a delegated administrator that may ${PERMISSIONS}.`,
  };
}
