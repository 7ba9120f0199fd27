/** Runs an association as a command. On AWS the agents of the nodes apply the association; here Run Command does. */
import type { CommandOutcome, Commands } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import { versionToRun } from "./documents";
import type { AssociationSettings, RunOutcome, RunTarget, StartedWork } from "./state";
import { realTargets } from "./targets";

const NO_LIMIT = "100%";

/** Sends the command. If Run Command refuses it, `ended` rejects with an ApiCallError. */
export function startCommand(
  commands: Commands,
  settings: AssociationSettings,
  location: Location,
  started: Date,
): StartedWork {
  const cancelled = new AbortController();
  let outcome: CommandOutcome | undefined;
  const output = settings.OutputLocation?.S3Location;
  const ended = commands.run(
    {
      DocumentName: settings.Name,
      DocumentVersion: versionToRun(settings, location),
      Parameters: settings.Parameters ?? {},
      Targets: (realTargets(settings.Targets) ?? []).map((target) => ({ ...target })),
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

function outcomeOf({ status, statusDetails }: CommandOutcome): RunOutcome {
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
