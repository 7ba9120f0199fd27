/** The filters of State Manager's lists. An item must match all filters. */
import type * as sdk from "@aws-sdk/client-ssm";
import { AwsError } from "../../protocol/aws-error";
import { overview } from "./descriptions";
import { currentVersion, type AssociationState } from "./state";

export function fitsAssociation(association: AssociationState, { key, value = "" }: sdk.AssociationFilter): boolean {
  const { settings } = currentVersion(association);
  const lastRun = association.runs[0]?.created;
  switch (key) {
    case "Name":
      return settings.Name === value;
    case "AssociationId":
      return association.id === value;
    case "AssociationName":
      return settings.AssociationName === value;
    case "AssociationStatusName":
      return overview(association).Status === value;
    case "LastExecutedBefore":
      return lastRun !== undefined && lastRun < time(value, "associationFilterList");
    case "LastExecutedAfter":
      return lastRun !== undefined && lastRun > time(value, "associationFilterList");
    case "ResourceGroupName":
      return (settings.Targets ?? []).some(({ Key, Values }) => isGroup(Key) && Values?.includes(value));
    case "InstanceId":
      // AWS matches only associations that were created with InstanceId, which only older schema versions allow.
      return false;
    case "CloudConnectorId":
      return false;
    case undefined:
      return true;
  }
}

function isGroup(key: string | undefined): boolean {
  return key === "ResourceGroup" || key?.toLowerCase() === "resource-groups:name";
}

export function fitsExecution(execution: sdk.AssociationExecution, filter: sdk.AssociationExecutionFilter): boolean {
  const { Key, Value = "", Type } = filter;
  if (Key === "CreatedTime") {
    const difference = (execution.CreatedTime?.getTime() ?? 0) - time(Value, "filters").getTime();
    if (Type === "EQUAL") return difference === 0;
    return Type === "LESS_THAN" ? difference < 0 : difference > 0;
  }
  if (Type !== "EQUAL") {
    throw new AwsError("ValidationException", `The filter ${String(Key)} supports only the type EQUAL.`);
  }
  return (Key === "ExecutionId" ? execution.ExecutionId : execution.Status) === Value;
}

export function fitsTarget(
  target: sdk.AssociationExecutionTarget,
  { Key, Value }: sdk.AssociationExecutionTargetsFilter,
): boolean {
  return Key !== undefined && target[Key] === Value;
}

/** @throws AwsError ValidationException */
function time(value: string, member: string): Date {
  const parsed = new Date(value);
  if (!Number.isNaN(parsed.getTime())) return parsed;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must be a time in ISO 8601, such as 2026-05-14T15:55:00Z`,
  );
}
