/**
 * The checks of an association's settings. Messages that are known of AWS are quoted verbatim. Where the error's name is
 * not known, the closest of the operation's errors is used. As on AWS, the values of parameters are checked only when the
 * automation is started.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
 */
import { AwsError } from "../../protocol/aws-error";
import type { AssociationDocument } from "./documents";
import { invalidSchedule, readSchedule } from "./schedule";
import type { AssociationSettings } from "./state";
import { checkTargets, givenTargets, invalidTarget, realTargets } from "./targets";

/** @throws AwsError */
export function checkSettings(settings: AssociationSettings, document: AssociationDocument): void {
  checkSchedule(settings);
  checkLocation(settings);
  checkImplemented(settings);
  const targets = realTargets(settings.Targets);
  if (targets !== undefined) checkTargets(targets);
  if (document.type === "Automation") checkAutomation(settings, document);
  else checkCommand(settings);
  checkParameters(settings, document);
}

/** An association that ignored its calendar or its alarm could do harm, so it is refused instead. */
function checkImplemented({ CalendarNames: calendars = [], ...settings }: AssociationSettings): void {
  if (calendars.length > 0) {
    throw new AwsError("NotImplemented", "Fleetbook's sandbox has no Change Calendar: leave CalendarNames out.", 501);
  }
  const hasAlarm =
    settings.AlarmConfiguration !== undefined ||
    settings.TargetLocations?.some(({ TargetLocationAlarmConfiguration: alarm }) => alarm !== undefined) === true;
  if (hasAlarm) {
    const message = "Fleetbook's sandbox does not watch CloudWatch alarms: leave AlarmConfiguration out.";
    throw new AwsError("NotImplemented", message, 501);
  }
}

function checkSchedule(settings: AssociationSettings): void {
  const { ScheduleExpression: expression, ApplyOnlyAtCronInterval: onlyAtCron = false } = settings;
  const schedule = expression === undefined ? undefined : readSchedule(expression);
  if (onlyAtCron && schedule?.kind === "rate") {
    throw invalidSchedule(expression, "ApplyOnlyAtCronInterval is not supported for rate expressions");
  }
  if (settings.ScheduleOffset !== undefined && (!onlyAtCron || schedule?.kind !== "cron")) {
    throw invalidSchedule(expression, "ScheduleOffset needs a cron expression and ApplyOnlyAtCronInterval");
  }
  if (settings.Duration !== undefined && !onlyAtCron) {
    throw invalidSchedule(expression, "Duration needs ApplyOnlyAtCronInterval");
  }
}

function checkLocation({ OutputLocation: location }: AssociationSettings): void {
  if (location?.S3Location !== undefined && location.S3Location.OutputS3BucketName === undefined) {
    throw new AwsError("InvalidOutputLocation", "The output location isn't valid: OutputS3BucketName is missing.");
  }
}

function checkAutomation(settings: AssociationSettings, document: AssociationDocument): void {
  const { TargetMaps: maps = [], TargetLocations: locations = [], AutomationTargetParameterName: parameter } = settings;
  if (realTargets(settings.Targets) !== undefined && maps.length > 0) {
    throw new AwsError("InvalidTargetMaps", "Targets and TargetMaps can't be specified together.");
  }
  // AWS's placeholder counts as a target, so that an update which repeats it needs the parameter too.
  const isAimed =
    givenTargets(settings.Targets) !== undefined ||
    locations.some(({ Targets }) => Targets !== undefined && Targets.length > 0);
  if (maps.length === 0 && isAimed !== (parameter !== undefined)) {
    throw new AwsError("ValidationException", "Must specify both Automation Target Parameter Name and Targets");
  }
  if (parameter !== undefined) checkDefined(parameter, document);
  const unknown = maps.flatMap((map) => Object.keys(map)).find((name) => !Object.hasOwn(document.parameters, name));
  if (unknown !== undefined) {
    throw new AwsError("InvalidTargetMaps", `Parameter "${unknown}" is not defined in the document.`);
  }
  if (locations.some(({ IncludeChildOrganizationUnits }) => IncludeChildOrganizationUnits === true)) {
    throw invalidTarget("The IncludeChildOrganizationUnits parameter is not supported by State Manager.");
  }
}

function checkCommand(settings: AssociationSettings): void {
  if (settings.AutomationTargetParameterName !== undefined) {
    throw invalidParameters("AutomationTargetParameterName can be used with Automation documents only.");
  }
  if (settings.TargetLocations !== undefined || settings.TargetMaps !== undefined) {
    throw invalidTarget("TargetLocations and TargetMaps can be used with Automation documents only.");
  }
  if (realTargets(settings.Targets) === undefined) throw invalidTarget("Instance ID or targets must be specified");
}

function checkParameters(settings: AssociationSettings, document: AssociationDocument): void {
  const given = settings.Parameters ?? {};
  for (const name of Object.keys(given)) checkDefined(name, document);
  const filledIn = new Set([
    settings.AutomationTargetParameterName,
    ...(settings.TargetMaps ?? []).flatMap((map) => Object.keys(map)),
  ]);
  for (const [name, definition] of Object.entries(document.parameters)) {
    if (!Object.hasOwn(definition, "default") && given[name] === undefined && !filledIn.has(name)) {
      throw invalidParameters(`Parameter "${name}" requires a value.`);
    }
  }
}

function checkDefined(parameter: string, document: AssociationDocument): void {
  if (!Object.hasOwn(document.parameters, parameter)) {
    throw invalidParameters(`Parameter "${parameter}" is not defined in the document.`);
  }
}

function invalidParameters(message: string): AwsError {
  return new AwsError("InvalidParameters", message);
}
