/** What goes wrong in the demo: somebody changes by hand what Terraform has deployed, and an instance stops. */
import { EC2Client, StartInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { ModifyDocumentPermissionCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Account } from "../../fleet/model";
import type { LocalFleet } from "../local-fleet";

/** An instance in its account and Region. */
export interface PlacedInstance {
  readonly account: Account;
  readonly region: string;
  readonly id: string;
}

/** Takes a runbook of the administrator account away from an account, as somebody in the console does. */
export async function unshare(local: LocalFleet, runbook: string, account: Account): Promise<void> {
  const { administratorAccount } = local.fleet;
  const ssm = new SSMClient(await local.accessTo(administratorAccount.id));
  await ssm.send(
    new ModifyDocumentPermissionCommand({
      ...{ Name: runbook, PermissionType: "Share", AccountIdsToRemove: [account.id] },
    }),
  );
}

export async function stopInstance(local: LocalFleet, instance: PlacedInstance): Promise<void> {
  await (await ec2At(local, instance)).send(new StopInstancesCommand({ InstanceIds: [instance.id] }));
}

export async function startInstance(local: LocalFleet, instance: PlacedInstance): Promise<void> {
  await (await ec2At(local, instance)).send(new StartInstancesCommand({ InstanceIds: [instance.id] }));
}

async function ec2At(local: LocalFleet, { account, region }: PlacedInstance): Promise<EC2Client> {
  return new EC2Client({ ...(await local.accessTo(account.id)), region });
}
