/** `fleetbook/runbook`: runbooks in TypeScript. */
export { defineRunbook } from "../document/define";
export type { AutomationDocument, ParameterDefinition, Runbook, Step } from "../document/model";
