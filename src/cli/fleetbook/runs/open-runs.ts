/** The runs of a fleet, with the credentials of the environment. */
import type { Fleet } from "../../../fleet/model";
import type { Runs } from "../../../operations/runs/runs";
import { callerCredentials } from "../../../rollout/aws-client";
import { runsFolder } from "../report/run-of";

/** @param out the folder that the user has named. @throws ConfigurationError if there are no credentials that AWS accepts */
export async function openRuns(fleet: Fleet, out: string | undefined, signal: AbortSignal): Promise<Runs> {
  // Loaded here because AWS's clients take longer to load than most other commands need in total.
  const { Runs } = await import("../../../operations/runs/runs");
  return Runs.open({ fleet, credentials: callerCredentials(process.env), signal }, runsFolder(out));
}
