/** What StartAutomationExecution and previews are asked for with: checked against AWS's constraints, in the engine's form. */
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
 * Keys and values of what the API calls AutomationParameterMap. Its model gives values 512 characters at most; AWS takes
 * longer ones: runbooks that remediate findings of Security Hub get the whole finding as a parameter.
 */
export const parameterMap = map(text({ min: 1, max: 50 }), list(text({ min: 1 }), { max: 50 }), {
  min: 1,
  max: 200,
});

/** The members that say on what a runbook is run; previews have them too. */
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
  // The model allows 1,000 tags, its description five.
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

/** @throws AwsError ValidationException, also for what the sandbox does not have. */
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
    ...given({ DocumentVersion, ClientToken, Mode, MaxConcurrency, MaxErrors }),
  };
}

/** The members of RUN_MEMBERS, checked already. @throws AwsError ValidationException for a URL of target locations. */
export function readRun(input: RunInput): RunRequest {
  if (input.TargetLocationsURL !== undefined) {
    throw new AwsError(
      "ValidationException",
      "Fleetbook's sandbox does not fetch files from S3's public endpoints: give the content of TargetLocationsURL as TargetLocations.",
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

/** The members that were given. */
function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
