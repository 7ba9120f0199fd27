/** Remote state: each account's bucket has the states of that account's stacks and nothing else. */
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { stateBucketName, stateKey } from "../../fleet/names";
import type { Account, Fleet } from "../../fleet/model";
import { accountStacks } from "../../fleet/stacks";
import { equals, type CheckContext, type Fact } from "./check";

/** The bucket has one state for each stack of the account, and no lock is left. */
export async function stateObjects(context: CheckContext): Promise<readonly Fact[]> {
  const { fleet, account } = context;
  // Terraform has no state of a stack that never had anything, and keeps that of one that had something.
  const empty = accountStacks(fleet, account).flatMap(({ key, isEmpty }) => (isEmpty ? [key] : []));
  const keys = (await keysIn(context)).filter((key) => !empty.includes(key));
  return [equals(account, "state bucket has only this account's states", keys, expectedKeys(fleet, account))];
}

/** After a destroy, every state except the bucket's own is empty. */
export async function emptyStates(context: CheckContext): Promise<readonly Fact[]> {
  const { fleet, account, access } = context;
  const s3 = new S3Client(access());
  const keys = (await keysIn(context)).filter((key) => key !== stateKey("state"));
  const resources = await Promise.all(
    keys.map(async (key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: stateBucketName(fleet, account), Key: key }));
      const state = JSON.parse((await Body?.transformToString()) ?? "{}") as { resources?: unknown[] };
      return state.resources?.length;
    }),
  );
  return [
    equals(
      account,
      "states are kept and have no resources",
      resources,
      keys.map(() => 0),
    ),
    ...(await stateObjects(context)),
  ];
}

async function keysIn({ fleet, account, access }: CheckContext): Promise<readonly string[]> {
  const { Contents = [] } = await new S3Client(access()).send(
    new ListObjectsV2Command({ Bucket: stateBucketName(fleet, account) }),
  );
  return Contents.map(({ Key = "" }) => Key).sort();
}

function expectedKeys(fleet: Fleet, account: Account): readonly string[] {
  return accountStacks(fleet, account)
    .flatMap(({ key, isEmpty }) => (isEmpty ? [] : [key]))
    .sort();
}
