/** Stops one instance, so that a run has a node that does not answer. */
import { DescribeInstancesCommand, EC2Client, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { allAccounts } from "../fleet/model";
import type { LocalFleet } from "./local-fleet";

/** @returns the id of the instance in the last account that has one; undefined if no other account has one, so none was stopped */
export async function stopAnInstance(local: LocalFleet): Promise<string | undefined> {
  const accounts = allAccounts(local.fleet).filter(({ isTarget, ec2Targets }) => isTarget && ec2Targets.length > 0);
  const last = accounts.at(-1);
  if (last === undefined || accounts.length === 1) return undefined;
  const ec2 = new EC2Client(await local.accessTo(last.id));
  const { Reservations: reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: "instance-state-name", Values: ["running"] }] }),
  );
  const instance = reservations[0]?.Instances?.[0]?.InstanceId;
  if (instance !== undefined) await ec2.send(new StopInstancesCommand({ InstanceIds: [instance] }));
  return instance;
}
