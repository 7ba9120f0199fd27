/**
 * Accounts that have a state bucket of the fleet and are not in the fleet: somebody removed an account before it was emptied, or wrote
 * another id for it; AWS has suspended or closed it; or AWS no longer lists it.
 */
import { OrganizationsClient, paginateListAccounts } from "@aws-sdk/client-organizations";
import type { S3Client } from "@aws-sdk/client-s3";
import { HeadBucketCommand, S3ServiceException } from "@aws-sdk/client-s3";
import pLimit from "p-limit";
import type { Problem } from "../diagnostics/errors";
import { FLEETBOOK } from "../diagnostics/called-as";
import { allAccounts, type Fleet } from "../fleet/model";
import type { AccountState } from "../fleet/schema/lock-file";
import { accountState } from "./sync/account-state";
import { bucketName } from "../fleet/names";
import { callerCredentials, clientSettings, s3Client } from "./aws-client";

/** An account with a state bucket of the fleet that the fleet does not know. */
export interface Outsider {
  readonly id: string;
  /** The account's name on AWS. */
  readonly name: string;
  /** `gone`: the lock file has it, and AWS no longer lists it. */
  readonly state: AccountState;
  readonly bucket: string;
}

/** Buckets that are asked for at once. */
const AT_ONCE = 10;

/**
 * Finds them with the caller's own credentials, which need not be able to read the buckets: S3 tells everybody whether a bucket
 * exists.
 * @returns the accounts, or what is wrong if the organization's accounts cannot be listed
 */
export async function outsiders(fleet: Fleet, env: NodeJS.ProcessEnv): Promise<readonly Outsider[] | Problem> {
  const credentials = callerCredentials(env);
  const organizations = new OrganizationsClient({
    ...clientSettings(env, "ORGANIZATIONS", fleet.homeRegion),
    credentials,
  });
  const s3 = s3Client(env, fleet.homeRegion, credentials);
  const known = new Set(allAccounts(fleet).map(({ id }) => id));
  const bucketOf = (id: string) => bucketName(fleet.state.bucketName, id, fleet.homeRegion);
  const others: Outsider[] = [];
  try {
    for await (const { Accounts = [] } of paginateListAccounts({ client: organizations }, {})) {
      for (const { Id: id = "", Name: name = id, ...account } of Accounts) {
        if (!known.has(id)) others.push({ id, name, state: accountState(account), bucket: bucketOf(id) });
      }
    }
  } catch (error) {
    return {
      message: `The organization's accounts cannot be listed, so accounts that are no longer in the fleet file are not shown: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "Allow organizations:ListAccounts, or use credentials of the management account.",
    };
  }
  const listed = new Set([...known, ...others.map(({ id }) => id)]);
  for (const { id, name, state } of fleet.lock?.accounts ?? []) {
    if (state === "gone" && !listed.has(id)) others.push({ id, name, state, bucket: bucketOf(id) });
  }
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    others.map((each) => limit(async () => ((await exists(s3, each.bucket)) ? [each] : []))),
  );
  return found.flat();
}

/** What is said of it: a sentence, and what can be done. */
export function outsiderProblem({ id, name, state, bucket }: Outsider): Problem {
  const { is, remedy } = OUTSIDE[state];
  return { message: `Account ${id} (${name} on AWS) ${is}, and its state bucket ${bucket} is still there.`, remedy };
}

const RETIRE = { is: "is not in fleet.yaml", remedy: "Put the account back and retire it: docs/leave.md." };
const CLOSED = {
  is: "is closed on AWS",
  remedy: "AWS deletes what it has 90 days after it was closed: docs/organization.md.",
};
const OUTSIDE: Readonly<Record<AccountState, { readonly is: string; readonly remedy: string }>> = {
  active: RETIRE,
  "pending-activation": RETIRE,
  suspended: {
    is: "is suspended on AWS",
    remedy: `When AWS activates it again, ${FLEETBOOK} sync brings it back: docs/organization.md.`,
  },
  "pending-closure": CLOSED,
  closed: CLOSED,
  gone: {
    is: "is no longer in the organization",
    remedy: `Nobody but the account itself can destroy what it has: docs/organization.md. ${FLEETBOOK} sync --forget removes its line.`,
  },
};

/** Whether anybody has the bucket. To all but its owner, S3 answers 403 if it exists and 404 if not. */
async function exists(s3: S3Client, bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    return status !== 404;
  }
}
