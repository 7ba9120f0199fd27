/**
 * Reads the requests of StartAutomationExecution and of previews: checks AWS's constraints and converts them to the engine's
 * form.
 */
import {
  ExecutionMode,
  type StartAutomationExecutionRequest,
  type TargetLocation as ApiLocation,
} from "@aws-sdk/client-ssm";
import type { StartRequest, TargetLocation } from "../../../engine/records";
import { AwsError } from "../../protocol/aws-error";
import { checkConstraints, list, map, required, structure, text, type Members } from "../../protocol/constraints";
import {
  documentArn,
  documentVersion,
  maxConcurrency,
  maxErrors,
  tagMembers,
  targetLocations,
  targetMaps,
  targets,
  uuid,
} from "../members";

/**
 * The API's AutomationParameterMap. AWS's model limits values to 512 characters, but AWS accepts longer values: runbooks
 * that remediate findings of Security Hub get the whole finding as a parameter.
 */
export const parameterMap = map(text({ min: 1, max: 50 }), list(text({ min: 1 }), { max: 50 }), {
  min: 1,
  max: 200,
});

/** The members for parameters and targets, which previews have too. */
export const RUN_MEMBERS: Members = {
  Parameters: parameterMap,
  TargetParameterName: text({ min: 1, max: 50 }),
  Targets: targets,
  TargetMaps: targetMaps,
  TargetLocations: targetLocations,
  TargetLocationsURL: text({
    pattern: /https:\/\/[-a-zA-Z0-9@:%._+~#=]{1,253}\.s3(\.[a-z\d-]{9,16})?\.amazonaws\.com\/.{1,2000}/,
  }),
};

const START_MEMBERS: Members = {
  ...RUN_MEMBERS,
  DocumentName: required(documentArn),
  DocumentVersion: documentVersion,
  ClientToken: uuid,
  Mode: text({ values: Object.values(ExecutionMode) }),
  MaxConcurrency: maxConcurrency,
  MaxErrors: maxErrors,
  // AWS's model allows 1,000 tags, but its description says five.
  Tags: list(tagMembers, { max: 5 }),
  AlarmConfiguration: structure({
    Alarms: required(list(structure({ Name: required(text({ min: 1, max: 255 })) }), { min: 1, max: 1 })),
  }),
};

type RunInput = Pick<
  Partial<StartAutomationExecutionRequest>,
  "Parameters" | "TargetParameterName" | "Targets" | "TargetMaps" | "TargetLocations" | "TargetLocationsURL"
>;
type RunRequest = Pick<
  StartRequest,
  "Parameters" | "TargetParameterName" | "Targets" | "TargetMaps" | "TargetLocations"
>;

/** @throws AwsError ValidationException, also for members that the sandbox does not support */
export function readStartRequest(input: Partial<StartAutomationExecutionRequest>): StartRequest {
  checkConstraints(input, START_MEMBERS);
  const { DocumentName = "", DocumentVersion, ClientToken, Mode, MaxConcurrency, MaxErrors } = input;
  const hasAlarm =
    input.AlarmConfiguration !== undefined ||
    input.TargetLocations?.some(({ TargetLocationAlarmConfiguration: alarm }) => alarm !== undefined) === true;
  if (hasAlarm) {
    throw new AwsError(
      "ValidationException",
      "Fleetbook's sandbox does not watch CloudWatch alarms: leave AlarmConfiguration out, and stop the execution with StopAutomationExecution.",
    );
  }
  return {
    DocumentName,
    ...readRun(input),
    ...given({ Tags: input.Tags?.map(({ Key = "", Value = "" }) => ({ Key, Value })) }),
    ...given({ DocumentVersion, ClientToken, Mode, MaxConcurrency, MaxErrors }),
  };
}

/** Reads RUN_MEMBERS, which are checked already. @throws AwsError ValidationException for what the sandbox does not have */
export function readRun(input: RunInput): RunRequest {
  if (input.TargetLocationsURL !== undefined) {
    throw new AwsError(
      "ValidationException",
      "Fleetbook's sandbox does not fetch files from S3's public endpoints: pass the content of TargetLocationsURL as TargetLocations.",
    );
  }
  const all = [...(input.Targets ?? []), ...(input.TargetLocations ?? []).flatMap(({ Targets = [] }) => Targets)];
  if (all.some(({ Key }) => Key === "CloudConnector")) {
    throw new AwsError(
      "ValidationException",
      "Fleetbook's sandbox has no nodes in other clouds: the target key CloudConnector selects nothing here.",
    );
  }
  return given({
    Parameters: input.Parameters,
    TargetParameterName: input.TargetParameterName,
    Targets: input.Targets?.map(readTarget),
    TargetMaps: input.TargetMaps,
    TargetLocations: input.TargetLocations?.map(readTargetLocation),
  });
}

function readTargetLocation(location: ApiLocation): TargetLocation {
  const { Accounts = [], Regions = [], Targets } = location;
  return {
    Accounts,
    Regions,
    ...given({
      TargetLocationMaxConcurrency: location.TargetLocationMaxConcurrency,
      TargetLocationMaxErrors: location.TargetLocationMaxErrors,
      ExecutionRoleName: location.ExecutionRoleName,
      IncludeChildOrganizationUnits: location.IncludeChildOrganizationUnits,
      ExcludeAccounts: location.ExcludeAccounts,
      Targets: Targets?.map(readTarget),
      TargetsMaxConcurrency: location.TargetsMaxConcurrency,
      TargetsMaxErrors: location.TargetsMaxErrors,
    }),
  };
}

function readTarget({ Key = "", Values = [] }: { Key?: string | undefined; Values?: string[] | undefined }) {
  return { Key, Values };
}

/** The members that are defined. */
function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
