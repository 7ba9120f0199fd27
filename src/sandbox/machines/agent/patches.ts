/**
 * What AWS-RunPatchBaseline does on a node. On AWS its scripts download a program from S3; here the node's description says which
 * patches are missing, and the summary is printed as that program prints it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
import { createHash } from "node:crypto";
import type { JsonObject } from "../../../document/json";
import type { NodeDescription } from "../description";
import type { AgentState, FoundPatch, Printed } from "./agent-state";

/** @param state what has been installed on the node, to which an installation adds; it keeps the result */
export function patch(
  node: NodeDescription,
  inputs: JsonObject,
  state: Pick<AgentState, "patches" | "patchState" | "foundPatches">,
  started: Date,
): Printed {
  const { patches: installed } = state;
  const { missing = [], failing = [], installed: before = 0, pendingReboot = [] } = node.patches;
  const installs = inputs["Operation"] === "Install";
  const reboots = inputs["RebootOption"] !== "NoReboot";
  const open = missing.filter((name) => !installed.has(name));
  const failed = installs ? open.filter((name) => failing.includes(name)) : [];
  const done = installs ? open.filter((name) => !failing.includes(name)) : [];
  for (const name of done) installed.set(name, started);
  const waiting = reboots ? [] : done.filter((name) => pendingReboot.includes(name));
  const counts = {
    InstalledCount: before + installed.size - waiting.length,
    InstalledOtherCount: 0,
    InstalledPendingRebootCount: waiting.length,
    InstalledRejectedCount: 0,
    MissingCount: installs ? 0 : open.length,
    FailedCount: failed.length,
    NotApplicableCount: 0,
  };
  state.patchState = {
    BaselineId: baselineOf(node),
    SnapshotId: textOf(inputs["SnapshotId"]),
    OwnerInformation: "",
    RebootOption: reboots ? "RebootIfNeeded" : "NoReboot",
    Operation: installs ? "Install" : "Scan",
    OperationStartTime: started,
    OperationEndTime: new Date(),
    ...counts,
  };
  state.foundPatches = [
    ...[...installed].map(([name, at]): FoundPatch => ({
      name,
      state: waiting.includes(name) ? "InstalledPendingReboot" : "Installed",
      installed: at,
    })),
    ...failed.map((name): FoundPatch => ({ name, state: "Failed", installed: undefined })),
    ...(installs ? [] : open).map((name): FoundPatch => ({ name, state: "Missing", installed: undefined })),
  ];
  const facts = {
    PatchGroup: "",
    BaselineId: baselineOf(node),
    SnapshotId: textOf(inputs["SnapshotId"]),
    RebootOption: textOf(inputs["RebootOption"]) || "RebootIfNeeded",
    OwnerInformation: "",
    OperationType: installs ? "Install" : "Scan",
    ...counts,
  };
  const lines = [
    `Patch Summary for ${node.instanceId}`,
    "",
    ...Object.entries(facts).map(([name, value]) => `${name.padEnd(27)} : ${value}`.trimEnd()),
    "",
    ...named("Installed", done),
    ...named("Missing", installs ? [] : open),
    ...named("Failed", failed),
  ];
  // AWS does not document the exit code; a command whose patches could not be installed is Failed.
  return { exitCode: failed.length > 0 ? 1 : 0, stdout: `${lines.join("\n")}\n` };
}

function named(title: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${title}: ${name}`);
}

/** AWS's default baseline of an operating system has an id that is the same for all nodes of a Region. */
function baselineOf({ platform, region }: NodeDescription): string {
  return `pb-${createHash("sha256").update(`${platform.name} ${region}`).digest("hex").slice(0, 17)}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
