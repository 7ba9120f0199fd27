/** How a runbook is called: what a fleet file with an association of it is checked against. */
import { associationFault } from "./association-parameters";
import type { Runbook } from "../document/model";
import { assumeRoleParameter } from "../document/permissions/role-permissions";

/** The parameters and the role of a runbook. `fault` says why an association cannot pass a value to a parameter. */
export function runbookInterface({ document, targetType }: Runbook) {
  const definitions = new Map(Object.entries(document.parameters ?? {}));
  return {
    parameters: new Map(
      [...definitions].map(([name, definition]) => [name, { isRequired: definition.default === undefined }] as const),
    ),
    hasRole: document.assumeRole !== undefined && document.assumeRole !== "",
    roleParameter: assumeRoleParameter(document),
    hasTargetType: targetType !== undefined,
    fault: (parameter: string, value: unknown): string | undefined => {
      const definition = definitions.get(parameter);
      return definition === undefined ? undefined : associationFault(value, { ...definition });
    },
  };
}
