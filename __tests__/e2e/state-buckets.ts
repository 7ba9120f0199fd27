/**
 * Bare state buckets for a fleet in a sandbox: what the bootstrap makes of them costs a minute of the provider's own waits and has
 * tests of its own.
 */
import { CreateBucketCommand, S3Client, type BucketLocationConstraint } from "@aws-sdk/client-s3";
import type { LocalFleet } from "../../src/demo/local-fleet";
import { allAccounts } from "../../src/fleet/model";
import { stateBucketName } from "../../src/fleet/names";

export async function makeStateBuckets(local: LocalFleet): Promise<void> {
  const { fleet } = local;
  await Promise.all(
    allAccounts(fleet).map(async (account) => {
      const s3 = new S3Client({ ...(await local.accessTo(account.id)), forcePathStyle: true });
      await s3.send(
        new CreateBucketCommand({
          Bucket: stateBucketName(fleet, account),
          CreateBucketConfiguration: { LocationConstraint: fleet.homeRegion as BucketLocationConstraint },
        }),
      );
    }),
  );
}
