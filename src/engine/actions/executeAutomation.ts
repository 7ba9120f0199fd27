/** aws:executeAutomation: runs another runbook in the same name and waits for it. */
import { isList, type Json, type JsonObject } from "../../document/json";
import type { ActionRunner } from "../steps/action-runner";
import { ApiCallError, AutomationError, StepFailure } from "../errors";
import type { ApiParameters, StartRequest, Target, TargetLocation, TargetMap } from "../records";
import { toApiParameters } from "../values";
import { withoutUndefined } from "../without-undefined";
import { POLLING } from "../steps/failure-message";
import { flag, input, map, maps, required, text } from "./inputs";

export const executeAutomation: ActionRunner = async (context) => {
  const { inputs, signal } = context;
  const child = await context.startChild(startRequest(inputs)).catch((error: unknown) => {
    if (!(error instanceof AutomationError)) throw error;
    throw new ApiCallError(error.code, error.message, "StartAutomationExecution");
  });
  const cancel = (): void => child.cancel();
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  const { status, outputs: output, failureMessage } = await child.ended;
  signal.removeEventListener("abort", cancel);
  const outputs: Readonly<Record<string, Json>> = { ExecutionId: child.id, Status: status, Output: output };
  if (status === "Success") return { outputs };
  const reason = failureMessage === undefined ? "" : `: ${failureMessage}`;
  throw new StepFailure(
    `The automation ${child.id} ended with the status ${status}${reason}`,
    "PostVerification",
    "Action",
    outputs,
    undefined,
    POLLING,
  );
};

/** Tags are not kept with executions that a step starts. @throws StepFailure */
function startRequest(inputs: JsonObject): StartRequest {
  const parameters = input(inputs, "RuntimeParameters", map);
  return {
    DocumentName: required(inputs, "DocumentName", text),
    ...withoutUndefined({
      DocumentVersion: input(inputs, "DocumentVersion", text),
      Parameters: parameters && toApiParameters(parameters),
      TargetParameterName: input(inputs, "TargetParameterName", text),
      Targets: input(inputs, "Targets", maps)?.map(toTarget),
      TargetMaps: input(inputs, "TargetMaps", maps)?.map((targetMap): TargetMap => toApiParameters(targetMap)),
      TargetLocations: input(inputs, "TargetLocations", maps)?.map(toTargetLocation),
      MaxConcurrency: input(inputs, "MaxConcurrency", text),
      MaxErrors: input(inputs, "MaxErrors", text),
    }),
  };
}

function toTarget(target: JsonObject): Target {
  const { Values: values }: ApiParameters = toApiParameters({ Values: target["Values"] ?? [] });
  return { Key: required(target, "Key", text), Values: values ?? [] };
}

/** The members keep AWS's names; those that are lists may be written as one value. */
function toTargetLocation(location: JsonObject): TargetLocation {
  const list = (name: string): Json => {
    const value = location[name] ?? [];
    return isList(value) ? value : [value];
  };
  const targets = input(location, "Targets", maps)?.map(toTarget);
  const includeChildren = input(location, "IncludeChildOrganizationUnits", flag);
  return {
    ...location,
    Accounts: list("Accounts"),
    Regions: list("Regions"),
    ...(targets !== undefined && { Targets: targets }),
    ...(includeChildren !== undefined && { IncludeChildOrganizationUnits: includeChildren }),
    ...(location["ExcludeAccounts"] !== undefined && { ExcludeAccounts: list("ExcludeAccounts") }),
  } as TargetLocation;
}
