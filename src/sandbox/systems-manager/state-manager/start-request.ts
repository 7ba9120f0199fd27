/**
 * The automation that an association starts: its settings as a request of StartAutomationExecution. OutputLocation has no
 * place in that: an automation writes nothing there.
 */
import { referencesIn } from "../../../document/references";
import type { Location } from "../../../engine/ports";
import type { StartRequest } from "../../../engine/records";
import { readRun } from "../automation/start-request";
import { versionToRun, type AssociationDocument } from "./documents";
import type { AssociationSettings } from "./state";
import { realTargets } from "./targets";

/** State Manager's limits where the association has none; StartAutomationExecution's own default would be 10 at a time. */
const EVERYTHING = "100%";

/** @returns the request; the target parameter's own entry (`{{RESOURCE_ID}}`) makes room for each target */
export function startRequest(settings: AssociationSettings, location: Location): StartRequest {
  const { AutomationTargetParameterName: targetParameter, TargetMaps: maps = [] } = settings;
  const targets = realTargets(settings.Targets);
  const isAimed = targets !== undefined || maps.length > 0 || targetParameter !== undefined;
  const parameters = Object.entries(settings.Parameters ?? {}).filter(([name]) => name !== targetParameter);
  return {
    DocumentName: settings.Name,
    DocumentVersion: versionToRun(settings, location),
    ...readRun({
      Parameters: Object.fromEntries(parameters),
      TargetParameterName: targetParameter,
      Targets: targets,
      TargetMaps: maps.length > 0 ? maps : undefined,
      TargetLocations: settings.TargetLocations,
    }),
    ...(isAimed && {
      MaxConcurrency: settings.MaxConcurrency ?? EVERYTHING,
      MaxErrors: settings.MaxErrors ?? EVERYTHING,
    }),
  };
}

/**
 * Says why State Manager could not run the document: a role is a must, because nobody's session is there to act with. The
 * console asks for one; what AWS's API says is not known. Chosen here: the association is made, and its runs fail.
 */
export function missingRole(settings: AssociationSettings, document: AssociationDocument): string | undefined {
  const { assumeRole } = document;
  if (assumeRole === undefined || assumeRole === "") {
    return "The runbook has no assumeRole; an association runs in nobody's name, and its runbook needs one.";
  }
  const unset = referencesIn(assumeRole).find(({ name }) => !valueOf(name, settings, document));
  return unset && `The association gives no role in the parameter ${unset.name}; State Manager must have one.`;
}

function valueOf(parameter: string, settings: AssociationSettings, document: AssociationDocument): unknown {
  return settings.Parameters?.[parameter]?.[0] ?? document.parameters[parameter]?.default;
}
