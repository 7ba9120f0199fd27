/** A run of an association as a command: what State Manager's agents do on AWS, done here by Run Command. */
import type { CommandOutcome, Commands, Location } from "../../../engine/ports";
import { versionToRun } from "./documents";
import type { AssociationSettings, RunOutcome, RunTarget, StartedWork } from "./state";
import { realTargets } from "./targets";

const EVERYTHING = "100%";

/** Sends the command. What Run Command refuses, `ended` rejects with: an ApiCallError. */
export function startCommand(
  commands: Commands,
  settings: AssociationSettings,
  location: Location,
  began: Date,
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
      MaxConcurrency: settings.MaxConcurrency ?? EVERYTHING,
      MaxErrors: settings.MaxErrors ?? EVERYTHING,
      ...(output?.OutputS3BucketName !== undefined && { OutputS3BucketName: output.OutputS3BucketName }),
      ...(output?.OutputS3KeyPrefix !== undefined && { OutputS3KeyPrefix: output.OutputS3KeyPrefix }),
      ...(output?.OutputS3Region !== undefined && { OutputS3Region: output.OutputS3Region }),
    },
    cancelled.signal,
  );
  return {
    // Which nodes a command went to is known when it has ended on all of them.
    targets: () => (outcome?.invocations ?? []).map((invocation) => targetOf(invocation, began)),
    ended: ended.then((answer) => {
      outcome = answer;
      return outcomeOf(answer);
    }),
    cancel() {
      cancelled.abort(new Error("The run of the association was ended."));
    },
  };
}

function outcomeOf({ status, statusDetails }: CommandOutcome): RunOutcome {
  return { status: status === "Success" ? "Success" : "Failed", detailedStatus: statusDetails };
}

function targetOf(invocation: CommandOutcome["invocations"][number], began: Date): RunTarget {
  const { CommandId, InstanceId, Status, StatusDetails } = invocation;
  return {
    resourceId: InstanceId,
    resourceType: "ManagedInstance",
    status: Status === "Success" ? "Success" : "Failed",
    detailedStatus: StatusDetails,
    began,
    output: () => ({ OutputSourceId: CommandId, OutputSourceType: "RunCommand" }),
  };
}
