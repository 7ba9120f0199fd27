/**
 * `fleetbook/runbook`: runbooks in TypeScript.
 * @module fleetbook/runbook
 */
export { defineRunbook } from "../document/define";
export type { AutomationDocument, ParameterDefinition, Runbook, Step } from "../document/model";
