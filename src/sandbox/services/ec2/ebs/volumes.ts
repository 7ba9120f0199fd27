/**
 * Volumes as EC2 describes them: first being created, until when none can be attached. moto has no IOPS of gp2, does not say which
 * volumes end with their instance, and detaches a volume only from an instance that the request names.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { AwsError } from "../../../protocol/aws-error";
import { chain } from "../../../protocol/chain";
import { correctedAnswers, inMotosWords } from "../../../protocol/ec2";
import { stringOf } from "../../../protocol/input";
import type { CallerRequest, ServiceLayer } from "../../../protocol/message";
import type { PassingStates } from "../../passing-states";
import { withInput } from "../../../protocol/with-input";
import { stateFilter, type StateFilter } from "../state-filter";

type Ec2Of = (accountId: string, region: string) => sdk.EC2Client;

/**
 * @param states in which volumes are before they are available
 * @throws AwsError IncorrectState
 */
export function volumes(ec2Of: Ec2Of, states: PassingStates): ServiceLayer {
  const withState = (volume: sdk.Volume): sdk.Volume => {
    const state = states.of(volume.VolumeId ?? "");
    return state === undefined ? volume : { ...volume, State: state as sdk.VolumeState };
  };
  const described = (matches: StateFilter["matches"]) =>
    correctedAnswers<sdk.DescribeVolumesResult>(
      sdk.DescribeVolumes$,
      async ({ Volumes = [], ...rest }, { caller, region }) => {
        const meant = Volumes.map(withState).filter(({ State = "" }) => matches(State));
        const isDeleted = await deletedWithInstance(ec2Of(caller.accountId, region), meant);
        return {
          ...rest,
          Volumes: meant.map((volume) => ({
            ...withIops(volume),
            Attachments: (volume.Attachments ?? []).map((attachment) => ({
              ...attachment,
              DeleteOnTermination: isDeleted.has(volume.VolumeId ?? ""),
            })),
          })),
        };
      },
    );
  return chain(
    correctedAnswers<sdk.Volume>(sdk.CreateVolume$, (volume) => {
      states.begin(volume.VolumeId ?? "", "creating");
      return withState(withIops(volume));
    }),
    async (asked, next) => {
      if (asked.operation !== "DescribeVolumes") return next(asked);
      const { request, matches } = stateFilter(asked, "status");
      return described(matches)(request, next);
    },
    async (request, next) => {
      const id = stringOf(request.input, "VolumeId");
      if (request.operation !== "AttachVolume" || id === undefined || states.of(id) === undefined) return next(request);
      throw new AwsError("IncorrectState", `${id} is not 'available'.`);
    },
    async (request, next) => next(request.operation === "DetachVolume" ? await withInstance(request, ec2Of) : request),
  );
}

/** gp2 has three IOPS for each GiB, and 100 to 16,000 of them. */
function withIops(volume: sdk.Volume): sdk.Volume {
  if (volume.VolumeType !== "gp2") return volume;
  return { ...volume, Iops: Math.min(Math.max(100, 3 * (volume.Size ?? 0)), 16_000) };
}

/** The ids of the volumes that are deleted when their instances are terminated. */
async function deletedWithInstance(ec2: sdk.EC2Client, described: readonly sdk.Volume[]): Promise<ReadonlySet<string>> {
  const attachments = described.flatMap(({ Attachments = [] }) => Attachments);
  const InstanceIds = [...new Set(attachments.flatMap(({ InstanceId }) => InstanceId ?? []))];
  if (InstanceIds.length === 0) return new Set();
  const { Reservations = [] } = await ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds }));
  const mappings = Reservations.flatMap(({ Instances = [] }) => Instances).flatMap(
    ({ BlockDeviceMappings = [] }) => BlockDeviceMappings,
  );
  return new Set(mappings.flatMap(({ Ebs }) => (Ebs?.DeleteOnTermination === true ? (Ebs.VolumeId ?? []) : [])));
}

/** @throws AwsError IncorrectState for a volume that is not attached */
async function withInstance(request: CallerRequest, ec2Of: Ec2Of): Promise<CallerRequest> {
  const { input, caller, region } = request;
  const VolumeId = stringOf(input, "VolumeId");
  if (VolumeId === undefined || stringOf(input, "InstanceId") !== undefined) return request;
  const command = new sdk.DescribeVolumesCommand({ VolumeIds: [VolumeId] });
  const { Volumes: [volume] = [] } = await inMotosWords(() => ec2Of(caller.accountId, region).send(command));
  const InstanceId = volume?.Attachments?.[0]?.InstanceId;
  if (InstanceId === undefined) {
    throw new AwsError("IncorrectState", `Volume '${VolumeId}' is in the 'available' state.`);
  }
  return withInput(request, { ...input, InstanceId });
}
