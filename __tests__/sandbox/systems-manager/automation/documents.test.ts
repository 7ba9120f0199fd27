import type { DocumentDescription } from "@aws-sdk/client-ssm";
import type { Location } from "../../../../src/iam/location";
import { sandboxDocuments } from "../../../../src/sandbox/systems-manager/automation/documents";
import { AwsError } from "../../../../src/sandbox/protocol/aws-error";
import { APP_DEV_ID, HOME_REGION, MANAGEMENT_ID } from "../../example-fleet";

const ARN = `arn:aws:ssm:${HOME_REGION}:${MANAGEMENT_ID}:document/check-os`;
const CONTENT = `
schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs: { Duration: PT1S }
`;

function documentsWith(answer: Partial<DocumentDescription> | AwsError, Content = CONTENT) {
  let reads = 0;
  const documents = sandboxDocuments({
    describe: () =>
      answer instanceof AwsError
        ? Promise.reject(answer)
        : Promise.resolve({
            Name: "check-os",
            Owner: MANAGEMENT_ID,
            DocumentType: "Automation",
            DocumentVersion: "3",
            Hash: "a",
            ...answer,
          }),
    read: () => {
      reads += 1;
      return Promise.resolve({ Content });
    },
    needs: () => [],
  });
  const find = (name = "check-os", accountId = MANAGEMENT_ID) => {
    const location: Location = { partition: "aws", accountId, region: HOME_REGION };
    return documents.find(location, { arn: "" }, name, undefined);
  };
  return { find, reads: () => reads };
}

it("A runbook is found with its version number and its target type", async () => {
  const { find } = documentsWith({ TargetType: "/AWS::EC2::Instance" });
  expect(await find()).toMatchObject({
    name: "check-os",
    version: "3",
    targetType: "/AWS::EC2::Instance",
    document: { mainSteps: [{ name: "wait" }] },
  });
});

it("A runbook's content is read only once", async () => {
  const { find, reads } = documentsWith({});
  expect((await find()).document).toBe((await find()).document);
  expect(reads()).toBe(1);
});

it("A document of another account is named by its ARN, and an account's own document by its name", async () => {
  const { find } = documentsWith({});
  expect((await find(ARN, APP_DEV_ID)).name).toBe(ARN);
  expect((await find(ARN, MANAGEMENT_ID)).name).toBe("check-os");
  expect((await documentsWith({ Owner: "Amazon", Name: "AWS-X" }).find("AWS-X", APP_DEV_ID)).name).toBe("AWS-X");
});

it.each([
  ["a document that does not exist", new AwsError("InvalidDocument", ""), "AutomationDefinitionNotFoundException"],
  [
    "a version that does not exist",
    new AwsError("InvalidDocumentVersion", ""),
    "AutomationDefinitionVersionNotFoundException",
  ],
  ["a document of another type", { DocumentType: "Command" as const }, "AutomationDefinitionNotFoundException"],
])("Automation's own error is thrown for %s", async (_, answer, code) => {
  await expect(documentsWith(answer).find()).rejects.toMatchObject({ name: "AutomationError", code });
});

it("Invalid content that was not checked on its creation is refused", async () => {
  await expect(documentsWith({}, "schemaVersion: '0.3'").find()).rejects.toMatchObject({
    code: "InvalidDocumentContent",
  });
});
