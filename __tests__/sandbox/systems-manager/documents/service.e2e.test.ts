import type { AmazonDocuments } from "../../../../src/amazon/document";
import { builtInDocuments } from "../../../../src/sandbox/systems-manager/documents/amazon";
import { documentService, type DocumentPlace } from "../../../../src/sandbox/systems-manager/documents/service";
import { DocumentStore } from "../../../../src/sandbox/systems-manager/documents/store";
import type { Handler } from "../../../../src/sandbox/protocol/message";
import { ssmSharing } from "../../../../src/sandbox/systems-manager/documents/sharing";
import { describeWith } from "../../../requires";
import { APP_DEV_ID, APP_STAGING_ID, HOME_REGION, MANAGEMENT_ID } from "../../example-fleet";
import { jsonClient, type JsonClient } from "../../json-client";
import { startTestMoto, type TestMoto } from "../../test-moto";

const ARN = `arn:aws:ssm:${HOME_REGION}:${MANAGEMENT_ID}:document/check-os`;

interface Listed {
  readonly DocumentIdentifiers: readonly { readonly Name: string }[];
  readonly NextToken?: string;
}

function content(duration = "PT1S"): string {
  const mainSteps = [{ name: "wait", action: "aws:sleep", inputs: { Duration: duration } }];
  return JSON.stringify({ schemaVersion: "0.3", mainSteps });
}

describeWith(["moto_server"], "Systems Manager's documents", (command) => {
  let test: TestMoto;
  let amazon: AmazonDocuments;
  let store: DocumentStore;
  let owner: JsonClient;
  let member: JsonClient;
  let stranger: JsonClient;
  const changed: DocumentPlace[] = [];

  beforeAll(async () => {
    test = await startTestMoto(command);
    const { moto } = test;
    const ssmOf = (accountId: string, region: string) => moto.ssm(accountId, region);
    amazon = builtInDocuments();
    store = new DocumentStore({ ssmOf, amazon });
    const documents = documentService({
      ssmOf,
      amazon,
      owners: () => [MANAGEMENT_ID, APP_DEV_ID, APP_STAGING_ID],
      send: moto.send,
      onChange: (place) => changed.push(place),
    });
    const sharing = ssmSharing({ ssmOf, asAccount: moto.send });
    const next: Handler = (request) => sharing(request, (passed) => moto.send(passed.caller.accountId, passed));
    [owner, member, stranger] = [MANAGEMENT_ID, APP_DEV_ID, APP_STAGING_ID].map((accountId) =>
      jsonClient(documents, { accountId, next }),
    ) as [JsonClient, JsonClient, JsonClient];
    await owner("CreateDocument", {
      Name: "check-os",
      Content: content(),
      DocumentType: "Automation",
      DocumentFormat: "JSON",
      TargetType: "/AWS::EC2::Instance",
    });
    await owner("ModifyDocumentPermission", {
      Name: "check-os",
      PermissionType: "Share",
      AccountIdsToAdd: [APP_DEV_ID],
    });
  });
  afterAll(() => test.end());

  const refused = async (answer: Promise<unknown>) => {
    await expect(answer).rejects.toBeInstanceOf(Error);
    return answer.catch((error: unknown) => error as { code: string; message: string; status: number });
  };

  describe("creating and changing", () => {
    it("refuses a runbook that AWS would refuse, and does not store it", async () => {
      const broken = content().replace("aws:sleep", "aws:slep");
      expect(
        await refused(owner("CreateDocument", { Name: "broken", Content: broken, DocumentType: "Automation" })),
      ).toMatchObject({ code: "InvalidDocumentContent", status: 400 });
      expect(await refused(owner("DescribeDocument", { Name: "broken" }))).toMatchObject({ code: "InvalidDocument" });
    });

    it("creates a Command document if the type is left out, with the platforms of its plugins and defaults as JSON", async () => {
      const Content = JSON.stringify({
        schemaVersion: "2.2",
        parameters: {
          Flag: { type: "Boolean", default: true },
          Words: { type: "StringList", default: ["a", "b"], description: "Some words." },
          Needed: { type: "String" },
        },
        mainSteps: [{ name: "run", action: "aws:runShellScript", inputs: { runCommand: ["echo {{ Flag }}"] } }],
      });
      const { DocumentDescription } = await owner("CreateDocument", {
        Name: "a-command",
        Content,
        DisplayName: "A command",
      });
      const expected = {
        DocumentType: "Command",
        DisplayName: "A command",
        PlatformTypes: ["Linux", "MacOS"],
        CreatedDate: expect.any(Number) as number,
        Parameters: [
          { Name: "Flag", Type: "Boolean", DefaultValue: "true" },
          { Name: "Words", Type: "StringList", DefaultValue: '["a","b"]', Description: "Some words." },
          { Name: "Needed", Type: "String" },
        ],
      };
      expect(DocumentDescription).toMatchObject(expected);
      expect((await owner("DescribeDocument", { Name: "a-command" }))["Document"]).toMatchObject(expected);
      const { DisplayName, CreatedDate, PlatformTypes } = expected;
      expect(await owner("GetDocument", { Name: "a-command" })).toMatchObject({ Content, DisplayName, CreatedDate });
      const Filters = [{ Key: "Name", Values: ["a-command"] }];
      expect((await owner("ListDocuments", { Filters }))["DocumentIdentifiers"]).toEqual([
        expect.objectContaining({ DisplayName, CreatedDate, PlatformTypes }),
      ]);
    });

    it("keeps the display name of each version", async () => {
      const Name = "display-names";
      await owner("CreateDocument", { Name, Content: content(), DocumentType: "Automation", DisplayName: "One" });
      const update = { Name, Content: content("PT2S"), DocumentVersion: "$LATEST", DisplayName: "Two" };
      expect((await owner("UpdateDocument", update))["DocumentDescription"]).toMatchObject({ DisplayName: "Two" });
      expect((await owner("ListDocumentVersions", { Name }))["DocumentVersions"]).toMatchObject([
        { DisplayName: "Two" },
        { DisplayName: "One" },
      ]);
      await owner("DeleteDocument", { Name });
      await owner("CreateDocument", { Name, Content: content(), DocumentType: "Automation" });
      expect((await owner("DescribeDocument", { Name }))["Document"]).not.toHaveProperty("DisplayName");
    });

    it("describes a runbook with all platforms", async () => {
      const { Document } = await owner("DescribeDocument", { Name: "check-os" });
      expect(Document).toMatchObject({
        PlatformTypes: ["Windows", "Linux", "MacOS"],
        TargetType: "/AWS::EC2::Instance",
      });
    });

    it("stores a change calendar as its text", async () => {
      const Content = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n";
      const asked = { Name: "calendar", Content, DocumentType: "ChangeCalendar", DocumentFormat: "TEXT" };
      expect((await owner("CreateDocument", asked))["DocumentDescription"]).toMatchObject({
        DocumentType: "ChangeCalendar",
        DocumentFormat: "TEXT",
      });
      expect(await owner("GetDocument", { Name: "calendar", DocumentFormat: "TEXT" })).toMatchObject({
        Content,
        DocumentFormat: "TEXT",
      });
      const next = Content.replace("2.0", "2.1");
      await owner("UpdateDocument", { Name: "calendar", Content: next, DocumentVersion: "$LATEST" });
      expect(await owner("GetDocument", { Name: "calendar", DocumentVersion: "2" })).toMatchObject({ Content: next });
      expect(await refused(owner("CreateDocument", { ...asked, Name: "other", Content: "{}" }))).toMatchObject({
        code: "InvalidDocumentContent",
      });
    });

    it("refuses an attachment that is not in S3", async () => {
      const put = (path: string, body = "") =>
        test.moto.send(MANAGEMENT_ID, {
          ...{ method: "PUT", service: "s3", protocol: "s3", region: HOME_REGION, operation: "", target: path, path },
          ...{ query: new URLSearchParams(), headers: {}, accessKeyId: undefined, input: {}, body: Buffer.from(body) },
        });
      const region = `<LocationConstraint>${HOME_REGION}</LocationConstraint>`;
      const settings = `<CreateBucketConfiguration>${region}</CreateBucketConfiguration>`;
      expect((await put("/attachments", settings)).status).toBe(200);
      expect((await put("/attachments/code/one.zip", "zip")).status).toBe(200);
      const files = { "one.zip": { checksums: { sha256: "0".repeat(64) } } };
      const asked = (Name: string, Key: string, url: string) => ({
        ...{ Name, DocumentType: "Automation", Attachments: [{ Key, Values: [url], Name: "one.zip" }] },
        Content: JSON.stringify({ ...(JSON.parse(content()) as object), files }),
      });
      const bucket = "https://attachments.s3.amazonaws.com";
      await owner("CreateDocument", asked("with-file", "S3FileUrl", `${bucket}/code/one.zip`));
      await owner("CreateDocument", asked("with-folder", "SourceUrl", "s3://attachments/code/"));
      for (const [key, url] of [
        ["S3FileUrl", `${bucket}/code/two.zip`],
        ["S3FileUrl", "https://other.s3.amazonaws.com/code/one.zip"],
        ["SourceUrl", bucket],
        ["S3FileUrl", "one.zip"],
      ] as const) {
        expect(await refused(owner("CreateDocument", asked("without-file", key, url)))).toMatchObject({
          code: "InvalidDocumentContent",
          message: expect.stringContaining("is not there") as string,
        });
      }
    });

    it("refuses reserved tag keys, at creation and later", async () => {
      const Tags = [{ Key: "aws:a", Value: "b" }];
      const asked = { Name: "tagged", Content: content(), DocumentType: "Automation", Tags };
      expect(await refused(owner("CreateDocument", asked))).toMatchObject({ code: "ValidationException" });
      expect(await refused(owner("DescribeDocument", { Name: "tagged" }))).toMatchObject({ code: "InvalidDocument" });
      const added = { ResourceType: "Document", ResourceId: "check-os", Tags };
      expect(await refused(owner("AddTagsToResource", added))).toMatchObject({ code: "ValidationException" });
    });

    it("refuses names that are reserved for Amazon, and a name that exists", async () => {
      const asked = { Content: content(), DocumentType: "Automation" };
      expect(await refused(owner("CreateDocument", { ...asked, Name: "Aws-mine" }))).toMatchObject({
        code: "ValidationException",
      });
      expect(await refused(owner("CreateDocument", { ...asked, Name: "check-os" }))).toMatchObject({
        code: "DocumentAlreadyExists",
        message: "Document with same name check-os already exists",
      });
    });

    it("checks the constraints on the request", async () => {
      expect(await refused(owner("CreateDocument", { Name: "a b", Content: content() }))).toMatchObject({
        code: "ValidationException",
        message: expect.stringContaining("Value 'a b' at 'name'") as string,
      });
    });

    it.each([
      ["more than 20 accounts at a time", Array.from({ length: 21 }, (_, index) => String(100000000000 + index))],
      ["the account that owns it", [MANAGEMENT_ID]],
    ])("refuses to share a document with %s", async (_, AccountIdsToAdd) => {
      const share = { Name: "check-os", PermissionType: "Share", AccountIdsToAdd };
      expect(await refused(owner("ModifyDocumentPermission", share))).toMatchObject({ code: "ValidationException" });
      const { AccountIds } = await owner("DescribeDocumentPermission", { Name: "check-os", PermissionType: "Share" });
      expect(AccountIds).toEqual([APP_DEV_ID]);
    });

    it("refuses changes of Amazon's documents", async () => {
      const Name = "AWS-CreateImage";
      for (const [operation, input] of [
        ["UpdateDocument", { Name, Content: content() }],
        ["DeleteDocument", { Name }],
        ["UpdateDocumentDefaultVersion", { Name, DocumentVersion: "1" }],
      ] as const) {
        expect(await refused(owner(operation, input))).toMatchObject({ code: "InvalidDocumentOperation" });
      }
    });
  });

  describe("versions", () => {
    const Name = "versions";
    const update = (duration: string, DocumentVersion?: string) =>
      owner("UpdateDocument", { Name, Content: content(duration), DocumentVersion });
    beforeAll(async () => {
      await owner("CreateDocument", { Name, Content: content(), DocumentType: "Automation" });
      await update("PT2S", "$LATEST");
    });

    it("does not change the default version on an update", async () => {
      const { Document } = await owner("DescribeDocument", { Name });
      expect(Document).toMatchObject({ DocumentVersion: "1", DefaultVersion: "1", LatestVersion: "2" });
    });

    it.each([
      ["$DEFAULT", "1", "PT1S"],
      ["$LATEST", "2", "PT2S"],
      ["2", "2", "PT2S"],
      [undefined, "1", "PT1S"],
    ])("resolves the version %s", async (DocumentVersion, number, duration) => {
      expect(await owner("GetDocument", { Name, DocumentVersion }))["toMatchObject"]({
        DocumentVersion: number,
        Content: content(duration),
      });
      expect((await owner("DescribeDocument", { Name, DocumentVersion }))["Document"]).toMatchObject({
        DocumentVersion: number,
      });
    });

    it("answers InvalidDocumentVersion if only the version does not exist", async () => {
      for (const operation of ["GetDocument", "DescribeDocument"]) {
        expect(await refused(owner(operation, { Name, DocumentVersion: "9" }))).toMatchObject({
          code: "InvalidDocumentVersion",
        });
      }
      expect(await refused(owner("GetDocument", { Name: "gone", DocumentVersion: "9" }))).toMatchObject({
        code: "InvalidDocument",
        message: "Document with name gone does not exist.",
      });
    });

    it("refuses content that another version has, and an update of an old version", async () => {
      expect(await refused(update("PT2S", "$LATEST"))).toMatchObject({ code: "DuplicateDocumentContent" });
      for (const old of ["1", "$DEFAULT"]) {
        expect(await refused(update("PT3S", old))).toMatchObject({ code: "InvalidDocumentVersion" });
      }
    });

    it("refuses an update that AWS would refuse", async () => {
      const Content = content().replace("aws:sleep", "aws:slep");
      expect(await refused(owner("UpdateDocument", { Name, Content, DocumentVersion: "$LATEST" }))).toMatchObject({
        code: "InvalidDocumentContent",
      });
    });

    it("lists the versions in pages, with the latest first", async () => {
      const first = await owner("ListDocumentVersions", { Name, MaxResults: 1 });
      expect(first["DocumentVersions"]).toMatchObject([
        { Name, DocumentVersion: "2", IsDefaultVersion: false, Status: "Active" },
      ]);
      const second = await owner("ListDocumentVersions", { Name, NextToken: first["NextToken"] });
      expect(second).toMatchObject({ DocumentVersions: [{ DocumentVersion: "1", IsDefaultVersion: true }] });
      expect(second["NextToken"]).toBeUndefined();
      expect(await refused(owner("ListDocumentVersions", { Name: "gone" }))).toMatchObject({ code: "InvalidDocument" });
    });

    it("answers InvalidDocumentVersion to a default version that does not exist", async () => {
      expect(await refused(owner("UpdateDocumentDefaultVersion", { Name, DocumentVersion: "9" }))).toMatchObject({
        code: "InvalidDocumentVersion",
      });
      const gone = owner("UpdateDocumentDefaultVersion", { Name: "gone", DocumentVersion: "1" });
      expect(await refused(gone)).toMatchObject({ code: "InvalidDocument" });
    });

    it("reports every change of the latest or default version", async () => {
      const before = changed.length;
      await update("PT3S", "2");
      await owner("UpdateDocumentDefaultVersion", { Name, DocumentVersion: "3" });
      await refused(update("PT3S", "3"));
      expect(changed.slice(before)).toEqual(
        Array(2).fill({ partition: "aws", accountId: MANAGEMENT_ID, region: HOME_REGION, name: Name }),
      );
    });
  });

  describe("Amazon's documents", () => {
    it("can be read from every account, by name and by ARN, as JSON and as YAML", async () => {
      const json = await stranger<{ Content: string }>("GetDocument", { Name: "AWS-CreateImage" });
      expect(JSON.parse(json.Content)).toMatchObject({ outputs: ["createImage.ImageId"] });
      const yaml = await member("GetDocument", {
        Name: `arn:aws:ssm:${HOME_REGION}::document/AWS-CreateImage`,
        DocumentVersion: "$DEFAULT",
        DocumentFormat: "YAML",
      });
      expect(yaml).toMatchObject({
        DocumentFormat: "YAML",
        Content: expect.stringContaining('schemaVersion: "0.3"\n') as string,
      });
      expect((await member("DescribeDocument", { Name: "AWS-CreateImage" }))["Document"]).toMatchObject({
        Owner: "Amazon",
      });
      expect((await member("ListDocumentVersions", { Name: "AWS-CreateImage" }))["DocumentVersions"]).toHaveLength(1);
    });

    it("that the sandbox does not have are refused with the command that pulls them", async () => {
      expect(await refused(member("GetDocument", { Name: "AWS-Unheard" }))).toMatchObject({
        code: "InvalidDocument",
        message: expect.stringContaining("documents pull AWS-Unheard") as string,
      });
      expect(await refused(member("GetDocument", { Name: "AWS-CreateImage", DocumentVersion: "7" }))).toMatchObject({
        code: "InvalidDocumentVersion",
      });
    });
  });

  describe("listing", () => {
    const names = async (input: object) =>
      (await owner<Listed>("ListDocuments", input)).DocumentIdentifiers.map(({ Name }) => Name);

    it("returns the account's own documents and Amazon's", async () => {
      const all = await names({});
      expect(all).toEqual(expect.arrayContaining(["check-os", "AWS-CreateImage"]));
      expect(all).toEqual([...all].sort());
    });

    it.each([
      [
        "owner",
        [
          { Key: "Owner", Values: ["Amazon"] },
          { Key: "Name", Values: ["AWS-Create", "check"] },
        ],
        ["AWS-CreateImage", "AWS-CreateSnapshot"],
      ],
      ["prefix of the name", [{ Key: "Name", Values: ["check"] }], ["check-os"]],
      [
        "type",
        [
          { Key: "DocumentType", Values: ["Command"] },
          { Key: "Owner", Values: ["Self"] },
        ],
        ["a-command"],
      ],
    ])("filters by %s", async (_, Filters, expected) => {
      expect(await names({ Filters })).toEqual(expected);
    });

    it("lists the documents that other accounts share, by their ARNs, for the owner Private only", async () => {
      const namesFor = async (client: JsonClient, ...Filters: object[]) =>
        (await client<Listed>("ListDocuments", { Filters })).DocumentIdentifiers.map(({ Name }) => Name);
      const owned = (Value: string) => ({ Key: "Owner", Values: [Value] });
      expect(await namesFor(member, owned("Private"))).toEqual([ARN]);
      expect(await namesFor(member, owned("Private"), { Key: "Name", Values: ["check"] })).toEqual([ARN]);
      expect(await namesFor(member, owned("Self"))).toEqual([]);
      expect(await namesFor(stranger, owned("Private"))).toEqual([]);
      expect(await namesFor(owner, owned("Private"))).toEqual([]);
      expect(await namesFor(member)).not.toContain(ARN);
    });

    it("lists a public document of another account for the owners Public and ThirdParty", async () => {
      const share = (change: object) =>
        owner("ModifyDocumentPermission", { Name: "check-os", PermissionType: "Share", ...change });
      await share({ AccountIdsToAdd: ["All"] });
      const namesFor = async (Owner: string) => {
        const Filters = [{ Key: "Owner", Values: [Owner] }];
        return (await stranger<Listed>("ListDocuments", { Filters })).DocumentIdentifiers.map(({ Name }) => Name);
      };
      expect(await namesFor("Public")).toEqual(expect.arrayContaining([ARN, "AWS-CreateImage"]));
      expect(await namesFor("ThirdParty")).toEqual([ARN]);
      expect(await namesFor("Private")).toEqual([]);
      await share({ AccountIdsToRemove: ["All"] });
      expect(await namesFor("ThirdParty")).toEqual([]);
    });

    it("accepts the older form of the filters, and refuses an unknown key", async () => {
      expect(await names({ DocumentFilterList: [{ key: "Name", value: "check" }] })).toEqual(["check-os"]);
      expect(await refused(names({ Filters: [{ Key: "Colour", Values: ["red"] }] }))).toMatchObject({
        code: "InvalidFilterKey",
      });
    });

    it("returns pages", async () => {
      const { DocumentIdentifiers, NextToken } = await owner<Listed>("ListDocuments", { MaxResults: 3 });
      expect(DocumentIdentifiers).toHaveLength(3);
      expect(await names({ NextToken })).not.toContain(DocumentIdentifiers[2]?.Name);
    });
  });

  describe("the store", () => {
    const reader = (accountId: string) => ({ partition: "aws", accountId, region: HOME_REGION });

    it("reads documents that are shared with an account only by their ARN", async () => {
      expect(await store.read(reader(APP_DEV_ID), ARN)).toMatchObject({ Content: content(), DocumentVersion: "1" });
      expect(await store.describe(reader(APP_DEV_ID), ARN, "$DEFAULT")).toMatchObject({ Owner: MANAGEMENT_ID });
      for (const name of [ARN, "check-os"]) {
        expect(await refused(store.read(reader(APP_STAGING_ID), name))).toMatchObject({ code: "InvalidDocument" });
      }
    });

    it("reads an account's own document by its ARN too, and Amazon's documents for every account", async () => {
      expect(await store.describe(reader(MANAGEMENT_ID), ARN, "$LATEST")).toMatchObject({ Name: "check-os" });
      expect((await store.read(reader(APP_STAGING_ID), "AWS-StopEC2Instance")).Content).toContain("forceStopInstances");
    });
  });
});
