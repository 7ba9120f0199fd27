/**
 * Accounts of the organization that have a state bucket of the fleet and are not in the fleet file: somebody removed an account
 * before it was emptied, or wrote another id for it.
 */
import { OrganizationsClient, paginateListAccounts } from "@aws-sdk/client-organizations";
import type { S3Client } from "@aws-sdk/client-s3";
import { HeadBucketCommand, S3ServiceException } from "@aws-sdk/client-s3";
import pLimit from "p-limit";
import type { Problem } from "../diagnostics/errors";
import { allAccounts, type Fleet } from "../fleet/model";
import { bucketName } from "../fleet/names";
import { callerCredentials, clientSettings, s3Client } from "./aws-client";

/** An account with a state bucket of the fleet that the fleet does not know. */
export interface Outsider {
  readonly id: string;
  /** The account's name on AWS. */
  readonly name: string;
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
  const others: Outsider[] = [];
  try {
    for await (const { Accounts = [] } of paginateListAccounts({ client: organizations }, {})) {
      for (const { Id: id = "", Name: name = id } of Accounts) {
        const bucket = bucketName(fleet.state.bucketName, id, fleet.homeRegion);
        if (!known.has(id)) others.push({ id, name, bucket });
      }
    }
  } catch (error) {
    return {
      message: `The organization's accounts cannot be listed, so accounts that are no longer in the fleet file are not shown: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "Allow organizations:ListAccounts, or use credentials of the management account.",
    };
  }
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    others.map((each) => limit(async () => ((await exists(s3, each.bucket)) ? [each] : []))),
  );
  return found.flat();
}

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
