/**
 * Bare state buckets for a fleet in a sandbox, for measurements and tests: what the bootstrap makes of them costs a minute of the
 * provider's own waits.
 */
import { CreateBucketCommand, S3Client, type BucketLocationConstraint, type S3ClientConfig } from "@aws-sdk/client-s3";
import { allAccounts, type Account, type Fleet } from "../../src/fleet/model";
import { stateBucketName } from "../../src/fleet/names";

/**
 * @param access how an account's administrator reaches S3
 * @param accounts @default every account of the fleet
 */
export async function makeBareStateBuckets(
  fleet: Fleet,
  access: (account: Account) => Promise<S3ClientConfig>,
  accounts: readonly Account[] = allAccounts(fleet),
): Promise<void> {
  await Promise.all(
    accounts.map(async (account) => {
      const s3 = new S3Client({ ...(await access(account)), forcePathStyle: true });
      await s3.send(
        new CreateBucketCommand({
          Bucket: stateBucketName(fleet, account),
          CreateBucketConfiguration: { LocationConstraint: fleet.homeRegion as BucketLocationConstraint },
        }),
      );
      s3.destroy();
    }),
  );
}
