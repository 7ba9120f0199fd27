import { startDeployedFleet, type DeployedFleet } from "./deployed-fleet";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_FOLDER, processesWith, temporaryFolder } from "./commands";
import { describeWith } from "../requires";
import { acrossAccounts } from "./automation/across-accounts";
import { alarms } from "./automation/alarms";
import { amiSharing } from "./automation/ami-sharing";
import { centralPermissions } from "./automation/central-permissions";
import { doctor } from "./automation/doctor";
import { executions } from "./automation/executions";
import { killedRuns } from "./automation/killed-runs";
import { nodes } from "./automation/nodes";
import { operationsGuide } from "./automation/operations-guide";
import { Operator } from "./automation/operator";
import { ownRunbooks } from "./automation/own-runbooks";
import { pipeline } from "./automation/pipeline";
import { preview } from "./automation/preview";
import { recordedAnswers } from "./automation/recorded-answers";
import { refusals } from "./automation/refusals";
import { report } from "./automation/report";
import { roles } from "./automation/roles";
import { runs } from "./automation/runs";
import { sharingPermissions } from "./automation/sharing-permissions";
import { signals } from "./automation/signals";
import { wholeOutputs } from "./automation/whole-outputs";

const REPOSITORY = "octo-org/fleet";

/** The example with buckets for outputs, roles of workflows, and roles that approve. */
async function withEverything(folder: string): Promise<string> {
  const file = join(folder, "fleet.yaml");
  const example = await readFile(join(PROJECT_FOLDER, "fleet.yaml"), "utf8");
  await writeFile(
    file,
    `${example}
outputs: { bucketPrefix: fleetbook-outputs }
pipeline: { github: { repository: ${REPOSITORY} } }
approver: { principal: user/fleetbook-operator }
`,
  );
  await copyFile(join(PROJECT_FOLDER, "nodes.yaml"), join(folder, "nodes.yaml"));
  return file;
}

/** All tests share one deployment, and each restores its state. */
describeWith(["terraform", "moto_server", "aws"], "Automation in the sandbox", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let fleet: DeployedFleet;
  let operator: Operator;
  const theOperator = () => operator;

  beforeAll(async () => {
    folder = await temporaryFolder();
    fleet = await startDeployedFleet({ fleetFile: await withEverything(folder.path) });
    operator = new Operator(fleet);
  });
  afterAll(async () => {
    await fleet.stop();
    await folder.remove();
    expect(await processesWith(fleet.local.workFolder)).toEqual([]);
  });

  // It plans the stacks as they were deployed.
  describe("A workflow", () => pipeline(() => fleet, REPOSITORY));
  describe("Executions in several accounts", () => acrossAccounts(theOperator));
  describe("Users", () => refusals(theOperator));
  describe("A report", () => report(theOperator));
  describe("Whole outputs", () => wholeOutputs(theOperator));
  describe("A missing right", () => roles(theOperator));
  describe("A central runbook", () => centralPermissions(theOperator));
  describe("An execution", () => executions(theOperator));
  describe("Runs", () => runs(theOperator));
  describe("Signals", () => signals(theOperator));
  describe("Alarms", () => alarms(theOperator));
  describe("docs/operations.md", () => operationsGuide(theOperator));
  describe("Killed commands", () => killedRuns(theOperator));
  describe("Managed nodes", () => nodes(theOperator));
  describe("Runbooks", () => ownRunbooks(theOperator));
  describe("Answers", () => recordedAnswers(theOperator));
  describe("The doctor", () => doctor(theOperator));
  describe("A preview", () => preview(theOperator));
  // It leaves versions of a runbook that Terraform would deploy again.
  describe("AMI sharing", () => amiSharing(theOperator));
  describe("The permissions of AMI sharing", () => sharingPermissions(theOperator));
});
