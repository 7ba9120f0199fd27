import { amazonDocuments } from "../../../../src/sandbox/systems-manager/documents/amazon";
import { documentService } from "../../../../src/sandbox/systems-manager/documents/service";
import { DocumentStore } from "../../../../src/sandbox/systems-manager/documents/store";
import { sandboxDocuments } from "../../../../src/sandbox/systems-manager/automation/documents";
import { readAmazonDocuments } from "../../../../src/amazon/read-folder";
import { calls, folderWith, removeFolders, runbook, sleep } from "../../../amazon/fixtures";
import { HOME_REGION, MANAGEMENT_ID } from "../../example-fleet";
import { jsonClient } from "../../json-client";

afterEach(removeFolders);

const HERE = { partition: "aws", accountId: MANAGEMENT_ID, region: HOME_REGION };
const ssmOf = () => {
  throw new Error("Amazon's documents are not in moto.");
};

function sandboxWith(files: Readonly<Record<string, unknown>>) {
  const options = { ssmOf, amazon: amazonDocuments(readAmazonDocuments(folderWith(files))) };
  const store = new DocumentStore(options);
  const documents = sandboxDocuments(store);
  return {
    call: jsonClient(
      documentService({ ...options, owners: () => [], send: () => Promise.reject(new Error("There is no S3.")) }),
    ),
    find: (name: string, version?: string) => documents.find(HERE, { arn: "" }, name, version),
  };
}

const FACTS = {
  ...{ Name: "AWS-CreateImage", Owner: "Amazon", DocumentType: "Automation", TargetType: "/AWS::EC2::Instance" },
  ...{ PlatformTypes: ["Linux", "Windows"], DefaultVersion: "2", LatestVersion: "3" },
  Versions: { "2": { CreatedDate: "2024-05-06T07:08:09.000Z", Hash: "ab12" } },
};
const FILES = {
  "AWS-CreateImage/document.json": FACTS,
  "AWS-CreateImage/1.json": runbook(sleep("first")),
  "AWS-CreateImage/2.json": runbook(sleep("second")),
};

describe("a pulled document", () => {
  it("replaces the built-in one of the same name, in its default version", async () => {
    const found = await sandboxWith(FILES).find("AWS-CreateImage");
    expect(found).toMatchObject({ version: "2", targetType: "/AWS::EC2::Instance" });
    expect(found.document.mainSteps.map(({ name }) => name)).toEqual(["second"]);
  });

  it("is run in another version if that is asked for", async () => {
    expect((await sandboxWith(FILES).find("AWS-CreateImage", "1")).document.mainSteps[0]?.name).toBe("first");
  });

  it("is described with AWS's facts about it", async () => {
    expect(await sandboxWith(FILES).call("DescribeDocument", { Name: "AWS-CreateImage" })).toMatchObject({
      Document: {
        ...{ Owner: "Amazon", DocumentVersion: "2", DefaultVersion: "2", LatestVersion: "3", Hash: "ab12" },
        ...{ DocumentFormat: "JSON", PlatformTypes: ["Linux", "Windows"], CreatedDate: 1714979289 },
      },
    });
  });

  it("is returned by GetDocument in each of its versions, as AWS's text or in the format that is asked for", async () => {
    const { call } = sandboxWith(FILES);
    expect(await call("GetDocument", { Name: "AWS-CreateImage", DocumentVersion: "1" })).toMatchObject({
      DocumentVersion: "1",
      Content: JSON.stringify(runbook(sleep("first"))),
    });
    const yaml = await call("GetDocument", { Name: "AWS-CreateImage", DocumentFormat: "YAML" });
    expect(yaml).toMatchObject({
      DocumentFormat: "YAML",
      Content: expect.stringContaining("- name: second") as string,
    });
  });

  it("is listed with all its versions, the newest first", async () => {
    expect(await sandboxWith(FILES).call("ListDocumentVersions", { Name: "AWS-CreateImage" })).toMatchObject({
      DocumentVersions: [
        { DocumentVersion: "2", IsDefaultVersion: true },
        { DocumentVersion: "1", IsDefaultVersion: false },
      ],
    });
  });

  it("has no version that was not pulled, and the error says how to pull it", async () => {
    await expect(sandboxWith(FILES).find("AWS-CreateImage", "$LATEST")).rejects.toMatchObject({
      code: "AutomationDefinitionVersionNotFoundException",
      message: expect.stringContaining("documents pull AWS-CreateImage --document-version 3") as string,
    });
  });

  it("is refused at its start if every run comes to a step that needs what is not here", async () => {
    const { find } = sandboxWith({ "AWS-X/1.json": runbook(sleep(), calls("next", "AWS-Absent")) });
    await expect(find("AWS-X")).rejects.toMatchObject({
      code: "AutomationDefinitionNotFoundException",
      message: expect.stringMatching(/AWS-X, step next: It runs AWS-Absent.* documents pull AWS-Absent$/) as string,
    });
  });

  it("starts if only some runs come to such a step", async () => {
    const choice = {
      name: "choose",
      action: "aws:branch",
      inputs: { Choices: [{ Variable: "a", StringEquals: "a", NextStep: "next" }], Default: "wait" },
    };
    const { find } = sandboxWith({ "AWS-X/1.json": runbook(choice, sleep(), calls("next", "AWS-Absent")) });
    expect((await find("AWS-X")).version).toBe("1");
  });
});

it("A document of Amazon's that is not here is refused with the command that pulls it", async () => {
  await expect(sandboxWith({}).find("AWS-AttachEBSVolume")).rejects.toMatchObject({
    code: "AutomationDefinitionNotFoundException",
    message: expect.stringContaining("npm run fleetbook -- documents pull AWS-AttachEBSVolume") as string,
  });
});
