import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DisableImageBlockPublicAccessCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateAssociationCommand,
  CreateDocumentCommand,
  ModifyDocumentPermissionCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import type { Access, CheckContext } from "../../../src/demo/checks/check";
import { noAssociations } from "../../../src/demo/checks/associations";
import { centralRunbooks, noDocuments } from "../../../src/demo/checks/documents";
import { publicSharingIsBlocked } from "../../../src/demo/checks/guards";
import { executionRole, noRoles } from "../../../src/demo/checks/roles";
import { onlyTheAdministrationRoleMayAssume } from "../../../src/demo/checks/trust";
import { allAccounts } from "../../../src/fleet/model";
import { EXECUTION_ROLE_NAME } from "../../../src/fleet/names";
import { describeWith } from "../../requires";
import { exampleFleet } from "../../stacks/example-fleet";
import { startTestSandbox, type TestSandbox } from "../../sandbox/test-sandbox";

/** A wrong deployment, so that every check has something to find. */
describeWith(["moto_server"], "The demo's checks of a wrong deployment", (moto) => {
  let test: TestSandbox;
  const contextOf = async (name: string): Promise<CheckContext> => {
    const account = allAccounts(exampleFleet).find((candidate) => candidate.name === name);
    if (account === undefined) throw new Error(`no account ${name}`);
    const access = async (asked: string): Promise<Access> => ({
      region: exampleFleet.homeRegion,
      endpoint: test.sandbox.endpoint,
      credentials: await test.sandbox.credentials({ account: asked }),
    });
    const [own, operator] = await Promise.all([access(name), access("management")]);
    return { fleet: exampleFleet, account, access: () => own, operator, administrationRole: operator };
  };

  beforeAll(async () => {
    test = await startTestSandbox(moto, exampleFleet);
    const iam = await test.client(IAMClient, "app-dev");
    const trust = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "sts:AssumeRole" };
    await iam.send(
      new CreateRoleCommand({
        RoleName: EXECUTION_ROLE_NAME,
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
      }),
    );
    const passAny = { Effect: "Allow", Action: "iam:PassRole", Resource: "*" };
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: EXECUTION_ROLE_NAME,
        PolicyName: "ExecutionPolicy",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [passAny] }),
      }),
    );
    const ssm = await test.client(SSMClient, "management");
    for (const { name } of exampleFleet.centralRunbooks) {
      const steps = [{ name: "wait", action: "aws:pause", inputs: {} }];
      const Content = JSON.stringify({ schemaVersion: "0.3", mainSteps: steps });
      await ssm.send(new CreateDocumentCommand({ Name: name, Content, DocumentType: "Automation" }));
      await ssm.send(
        new ModifyDocumentPermissionCommand({ Name: name, PermissionType: "Share", AccountIdsToAdd: ["555555555555"] }),
      );
    }
    await ssm.send(new CreateAssociationCommand({ Name: "check-os" }));
    const ec2 = await test.client(EC2Client, "app-dev");
    await ec2.send(new DisableImageBlockPublicAccessCommand({}));
  });
  afterAll(() => test.end());

  it("find an execution role that trusts wrong principals, lacks the AWS managed policy and may pass any role", async () => {
    const facts = await executionRole(await contextOf("app-dev"));
    expect(facts.map(({ holds }) => holds)).toEqual([false, false, false]);
  });

  it("find an execution role that an operator can assume", async () => {
    const [fact] = await onlyTheAdministrationRoleMayAssume(await contextOf("app-dev"));
    expect(fact?.holds).toBe(false);
    expect(fact?.found).toContain('found ["assumed","assumed"');
  });

  it("find a runbook that is shared with an account outside the fleet", async () => {
    const facts = await centralRunbooks(await contextOf("management"));
    const sharing = facts.filter(({ expectation }) => expectation.includes("is shared with"));
    expect(sharing.map(({ holds }) => holds)).toEqual([false, false]);
  });

  it("find images and documents that can be made public", async () => {
    const facts = await publicSharingIsBlocked(await contextOf("app-dev"));
    expect(facts.map(({ holds }) => holds)).toEqual([false, false]);
  });

  it("find resources that a destroy has left", async () => {
    const [role] = await noRoles(await contextOf("app-dev"));
    const [document] = await noDocuments(await contextOf("management"));
    const [association] = await noAssociations(await contextOf("management"));
    expect([role?.holds, document?.holds, association?.holds]).toEqual([false, false, false]);
    expect([role?.found, document?.found].join()).toMatch(/AutomationExecutionRole.*check-os/s);
  });

  it("hold in an account in which nothing was deployed", async () => {
    const context = await contextOf("app-prod");
    const facts = [
      ...(await noRoles(context)),
      ...(await noDocuments(context)),
      ...(await noAssociations(context)),
      ...(await publicSharingIsBlocked(context)),
    ];
    expect(facts.map(({ holds }) => holds)).toEqual([true, true, true]);
  });
});
