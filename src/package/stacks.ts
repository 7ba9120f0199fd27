/**
 * `fleetbook/stacks`: the base of stacks of one's own, and the parts of Fleetbook's stacks that they may use.
 * @module fleetbook/stacks
 */
export { AccountStack, type AccountStackProps } from "../../stacks/account-stack";
export { addFleetStacks } from "../../stacks/fleet-app";
export {
  RunbookDocument,
  type DeployableRunbook,
  type RunbookDocumentProps,
} from "../../stacks/constructs/runbook-document";
export { EXECUTION_ROLE_NAME, READER_ROLE_NAME, roleArn, stackName } from "../fleet/names";
