/**
 * The StartAutomationExecution request of an association. It has no member for OutputLocation, to which automations do not
 * write.
 */
import { referencesIn } from "../../../document/references";
import type { Location } from "../../../iam/location";
import type { StartRequest } from "../../../engine/records";
import { readRun } from "../automation/start-request";
import { versionToRun, type AssociationDocument } from "./documents";
import type { AssociationSettings } from "./state";
import { givenTargets } from "./targets";

/** State Manager's default limits; StartAutomationExecution's own default is 10 targets at a time. */
const NO_LIMIT = "100%";

/** The target parameter's own value, such as `{{RESOURCE_ID}}`, is left out: each target replaces it. */
export function startRequest(settings: AssociationSettings, location: Location): StartRequest {
  const { AutomationTargetParameterName: targetParameter, TargetMaps: maps = [] } = settings;
  const targets = givenTargets(settings.Targets);
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
      MaxConcurrency: settings.MaxConcurrency ?? NO_LIMIT,
      MaxErrors: settings.MaxErrors ?? NO_LIMIT,
    }),
  };
}

/**
 * Why State Manager cannot run the document; undefined if it can. The runbook needs a role, because an association has no
 * caller whose session it could use. AWS's console requires a role; the behaviour of AWS's API is not documented. Here the
 * association is created, and its runs fail.
 */
export function missingRole(settings: AssociationSettings, document: AssociationDocument): string | undefined {
  const { assumeRole } = document;
  if (assumeRole === undefined || assumeRole === "") {
    return "The runbook has no assumeRole. An association has no caller, so its runbook needs a role.";
  }
  const unset = referencesIn(assumeRole).find(({ name }) => !valueOf(name, settings, document));
  return unset && `The parameter ${unset.name} of the association has no role, which State Manager requires.`;
}

function valueOf(parameter: string, settings: AssociationSettings, document: AssociationDocument): unknown {
  return settings.Parameters?.[parameter]?.[0] ?? document.parameters[parameter]?.default;
}
