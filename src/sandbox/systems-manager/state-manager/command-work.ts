/** Runs an association as a command. On AWS the agents of the nodes apply the association; here Run Command does. */
import type { CommandOutcome, Commands } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import { versionToRun } from "./documents";
import type { AssociationSettings, RunOutcome, RunTarget, StartedWork } from "./state";
import { realTargets } from "./targets";

const NO_LIMIT = "100%";

/**
 * Sends the command. If Run Command refuses it, `ended` rejects with an ApiCallError.
 * @param nodes the ids of the only nodes to serve; undefined: all nodes that the targets select
 */
export function startCommand(
  commands: Commands,
  settings: AssociationSettings,
  location: Location,
  started: Date,
  nodes: readonly string[] | undefined,
): StartedWork {
  const cancelled = new AbortController();
  let outcome: CommandOutcome | undefined;
  const output = settings.OutputLocation?.S3Location;
  const ended = commands.run(
    {
      DocumentName: settings.Name,
      DocumentVersion: versionToRun(settings, location),
      Parameters: settings.Parameters ?? {},
      Targets:
        nodes === undefined
          ? (realTargets(settings.Targets) ?? []).map((target) => ({ ...target }))
          : [{ Key: "InstanceIds", Values: [...nodes] }],
      MaxConcurrency: settings.MaxConcurrency ?? NO_LIMIT,
      MaxErrors: settings.MaxErrors ?? NO_LIMIT,
      ...(output?.OutputS3BucketName !== undefined && { OutputS3BucketName: output.OutputS3BucketName }),
      ...(output?.OutputS3KeyPrefix !== undefined && { OutputS3KeyPrefix: output.OutputS3KeyPrefix }),
      ...(output?.OutputS3Region !== undefined && { OutputS3Region: output.OutputS3Region }),
    },
    cancelled.signal,
  );
  return {
    // The nodes of a command are known only when it has ended on all of them.
    targets: () => (outcome?.invocations ?? []).map((invocation) => targetOf(invocation, started)),
    ended: ended.then((answer) => {
      outcome = answer;
      return outcomeOf(answer);
    }),
    cancel() {
      cancelled.abort(new Error("The run of the association was cancelled."));
    },
  };
}

/** Unlike a command, an association whose targets select no node succeeds. */
function outcomeOf({ status, statusDetails, invocations }: CommandOutcome): RunOutcome {
  if (invocations.length === 0 && status !== "Cancelled") return { status: "Success", detailedStatus: "Success" };
  return { status: status === "Success" ? "Success" : "Failed", detailedStatus: statusDetails };
}

function targetOf(invocation: CommandOutcome["invocations"][number], started: Date): RunTarget {
  const { CommandId, InstanceId, Status, StatusDetails } = invocation;
  return {
    resourceId: InstanceId,
    resourceType: "ManagedInstance",
    status: Status === "Success" ? "Success" : "Failed",
    detailedStatus: StatusDetails,
    started,
    output: () => ({ OutputSourceId: CommandId, OutputSourceType: "RunCommand" }),
  };
}
