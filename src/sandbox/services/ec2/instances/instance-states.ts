/**
 * Requests that an instance's state forbids. moto starts and stops an instance that has been terminated.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { AwsError } from "../../../protocol/aws-error";
import { inMotosWords } from "../../../protocol/ec2";
import { stringOf, stringsOf } from "../../../protocol/input";
import type { ServiceLayer } from "../../../protocol/message";

type Ec2Of = (accountId: string, region: string) => sdk.EC2Client;

const FORBIDDEN: Readonly<Record<string, { readonly states: readonly string[]; readonly verb: string }>> = {
  StartInstances: { states: ["shutting-down", "terminated", "stopping"], verb: "started" },
  StopInstances: { states: ["shutting-down", "terminated"], verb: "stopped" },
};

/** @throws AwsError IncorrectInstanceState, IncorrectState */
export function instanceStates(ec2Of: Ec2Of): ServiceLayer {
  return async (request, next) => {
    const { operation, input, caller, region } = request;
    const forbidden = FORBIDDEN[operation];
    if (forbidden === undefined && operation !== "AttachVolume") return next(request);
    const ids = stringsOf(input, "InstanceId");
    if (ids.length === 0) return next(request);
    for (const [id, state] of await statesOf(ec2Of(caller.accountId, region), ids)) {
      if (forbidden?.states.includes(state)) {
        const message = `The instance '${id}' is not in a state from which it can be ${forbidden.verb}.`;
        throw new AwsError("IncorrectInstanceState", message);
      }
      if (forbidden === undefined && state === "terminated") {
        const message = `Instance '${stringOf(input, "InstanceId") ?? ""}' is not 'running'.`;
        throw new AwsError("IncorrectState", message);
      }
    }
    return next(request);
  };
}

async function statesOf(ec2: sdk.EC2Client, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const command = new sdk.DescribeInstancesCommand({ InstanceIds: [...ids] });
  const { Reservations = [] } = await inMotosWords(() => ec2.send(command));
  return new Map(
    Reservations.flatMap(({ Instances = [] }) =>
      Instances.map(({ InstanceId = "", State }) => [InstanceId, State?.Name ?? ""] as const),
    ),
  );
}
