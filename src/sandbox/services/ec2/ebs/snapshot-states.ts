/**
 * Snapshots are pending before they are completed, and no volume and no copy can be made of one that is pending.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-describing-snapshots.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { AwsError } from "../../../protocol/aws-error";
import { chain } from "../../../protocol/chain";
import { correctedAnswers } from "../../../protocol/ec2";
import { stringOf } from "../../../protocol/input";
import type { ServiceLayer } from "../../../protocol/message";
import type { PassingStates } from "../../passing-states";
import { stateFilter } from "../state-filter";

/** The parameter that names the snapshot which each operation reads. */
const SOURCES: Readonly<Record<string, string>> = { CreateVolume: "SnapshotId", CopySnapshot: "SourceSnapshotId" };

/** @throws AwsError IncorrectState */
export function snapshotStates(states: PassingStates): ServiceLayer {
  const withState = <T extends sdk.Snapshot | sdk.SnapshotInfo>(snapshot: T): T =>
    states.of(snapshot.SnapshotId ?? "") === undefined ? snapshot : { ...snapshot, State: "pending", Progress: "0%" };
  const begun = <T extends sdk.Snapshot | sdk.SnapshotInfo>(snapshot: T): T => {
    snapshotsBegin(states, [snapshot.SnapshotId ?? ""]);
    return withState(snapshot);
  };
  return chain(
    async (request, next) => {
      const id = stringOf(request.input, SOURCES[request.operation] ?? "");
      if (id !== undefined && states.of(id) !== undefined) {
        throw new AwsError("IncorrectState", "Snapshot is in invalid state - pending");
      }
      return next(request);
    },
    correctedAnswers<sdk.Snapshot>(sdk.CreateSnapshot$, begun),
    correctedAnswers<sdk.CreateSnapshotsResult>(sdk.CreateSnapshots$, ({ Snapshots = [] }) => ({
      Snapshots: Snapshots.map(begun),
    })),
    correctedAnswers<sdk.CopySnapshotResult>(sdk.CopySnapshot$, (copy) => {
      snapshotsBegin(states, [copy.SnapshotId ?? ""]);
      return copy;
    }),
    async (asked, next) => {
      if (asked.operation !== "DescribeSnapshots") return next(asked);
      const { request, matches } = stateFilter(asked, "status");
      const described = correctedAnswers<sdk.DescribeSnapshotsResult>(
        sdk.DescribeSnapshots$,
        ({ Snapshots = [], ...rest }) => ({
          ...rest,
          Snapshots: Snapshots.map(withState).filter(({ State = "" }) => matches(State)),
        }),
      );
      return described(request, next);
    },
  );
}

/** Snapshots that are being made, of their own or as part of an image. */
export function snapshotsBegin(states: PassingStates, ids: readonly string[]): void {
  for (const id of ids) states.begin(id, "pending");
}
