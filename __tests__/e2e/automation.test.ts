import { startDeployedFleet, type DeployedFleet } from "./deployed-fleet";
import { processesWith } from "./commands";
import { describeWith } from "../requires";
import { acrossAccounts } from "./automation/across-accounts";
import { amiSharing } from "./automation/ami-sharing";
import { centralPermissions } from "./automation/central-permissions";
import { executions } from "./automation/executions";
import { nodes } from "./automation/nodes";
import { Operator } from "./automation/operator";
import { ownRunbooks } from "./automation/own-runbooks";
import { recordedAnswers } from "./automation/recorded-answers";
import { refusals } from "./automation/refusals";
import { report } from "./automation/report";
import { roles } from "./automation/roles";

/** All tests share one deployment, and each restores its state. */
describeWith(["terraform", "moto_server", "aws"], "Automation in the sandbox", () => {
  let fleet: DeployedFleet;
  let operator: Operator;
  const theOperator = () => operator;

  beforeAll(async () => {
    fleet = await startDeployedFleet();
    operator = new Operator(fleet);
  });
  afterAll(async () => {
    await fleet.stop();
    expect(await processesWith(fleet.local.workFolder)).toEqual([]);
  });

  describe("Executions in several accounts", () => acrossAccounts(theOperator));
  describe("Users", () => refusals(theOperator));
  describe("A report", () => report(theOperator));
  describe("A missing right", () => roles(theOperator));
  describe("A central runbook", () => centralPermissions(theOperator));
  describe("An execution", () => executions(theOperator));
  describe("Managed nodes", () => nodes(theOperator));
  describe("Runbooks", () => ownRunbooks(theOperator));
  describe("Answers", () => recordedAnswers(theOperator));
  describe("AMI sharing", () => amiSharing(theOperator));
});
