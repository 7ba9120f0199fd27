import {
  CreateDocumentCommand,
  DescribeDocumentCommand,
  DescribeDocumentPermissionCommand,
  GetDocumentCommand,
  GetParameterCommand,
  ModifyDocumentPermissionCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { APP_DEV_ID, HOME_REGION, MANAGEMENT_ID } from "../../example-fleet";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

const ARN = `arn:aws:ssm:${HOME_REGION}:${MANAGEMENT_ID}:document/check-os`;
const CONTENT = JSON.stringify({
  schemaVersion: "0.3",
  mainSteps: [{ name: "pause", action: "aws:sleep", inputs: { Duration: "PT1S" } }],
});

describeWith(["moto_server"], "Systems Manager", (moto) => {
  let test: TestSandbox;
  let owner: SSMClient;
  let shared: SSMClient;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    owner = await test.client(SSMClient, "management");
    shared = await test.client(SSMClient, "app-dev");
    await owner.send(
      new CreateDocumentCommand({
        Name: "check-os",
        Content: CONTENT,
        DocumentType: "Automation",
        DocumentFormat: "JSON",
      }),
    );
  });
  afterAll(() => test.end());

  const permit = (change: { AccountIdsToAdd?: string[]; AccountIdsToRemove?: string[] }) =>
    owner.send(new ModifyDocumentPermissionCommand({ Name: "check-os", PermissionType: "Share", ...change }));

  it("makes a document readable only for the account with which it is shared", async () => {
    await permit({ AccountIdsToAdd: [APP_DEV_ID] });
    const permission = await owner.send(
      new DescribeDocumentPermissionCommand({ Name: "check-os", PermissionType: "Share" }),
    );
    expect(permission.AccountIds).toEqual([APP_DEV_ID]);

    expect((await shared.send(new GetDocumentCommand({ Name: ARN }))).Content).toBe(CONTENT);
    expect((await shared.send(new DescribeDocumentCommand({ Name: ARN }))).Document).toMatchObject({
      Owner: MANAGEMENT_ID,
      DocumentType: "Automation",
    });
    const stranger = await test.client(SSMClient, "app-staging");
    expect(await failureOf(stranger.send(new GetDocumentCommand({ Name: ARN })))).toMatchObject({
      code: "InvalidDocument",
      attempts: 1,
    });
  });

  it("ends the sharing of a document when the permission is removed", async () => {
    await permit({ AccountIdsToAdd: [APP_DEV_ID] });
    await permit({ AccountIdsToRemove: [APP_DEV_ID] });
    expect(await failureOf(shared.send(new GetDocumentCommand({ Name: ARN })))).toMatchObject({
      code: "InvalidDocument",
    });
  });

  it("does not make a document readable by its name or from another Region", async () => {
    await permit({ AccountIdsToAdd: [APP_DEV_ID] });
    expect(await failureOf(shared.send(new GetDocumentCommand({ Name: "check-os" })))).toMatchObject({
      code: "InvalidDocument",
    });
    const elsewhere = await test.client(SSMClient, "app-dev", "eu-central-1");
    expect(await failureOf(elsewhere.send(new GetDocumentCommand({ Name: ARN })))).toMatchObject({
      code: "InvalidDocument",
    });
  });

  it("answers the same error for a document that does not exist", async () => {
    const missing = await failureOf(shared.send(new GetDocumentCommand({ Name: `${ARN}-missing` })));
    expect(missing).toMatchObject({ code: "InvalidDocument" });
  });

  it("lets the owner read its document by its ARN too", async () => {
    expect((await owner.send(new GetDocumentCommand({ Name: ARN }))).Content).toBe(CONTENT);
  });

  it.each([HOME_REGION, "mx-central-1"])("has the public parameters of Amazon Linux images in %s", async (region) => {
    const ssm = await test.client(SSMClient, "app-dev", region);
    for (const name of ["amzn2-ami-hvm-arm64-gp2", "al2023-ami-kernel-default-x86_64"]) {
      const { Parameter } = await ssm.send(
        new GetParameterCommand({ Name: `/aws/service/ami-amazon-linux-latest/${name}` }),
      );
      expect(Parameter?.Value).toMatch(/^ami-/);
      expect(Parameter?.ARN).toContain(`:ssm:${region}:`);
    }
    expect(await failureOf(ssm.send(new GetParameterCommand({ Name: "/not/there" })))).toMatchObject({
      code: "ParameterNotFound",
    });
  });
});
