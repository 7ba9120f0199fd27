import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  DescribeDocumentCommand,
  GetDocumentCommand,
  InvalidDocument,
  InvalidDocumentVersion,
  ListDocumentsCommand,
  SSMServiceException,
} from "@aws-sdk/client-ssm";
import { pullDocuments, type PullOptions } from "../../src/amazon/pull";
import { calls, command, newFolder, removeFolders, runbook, shell, sleep } from "./fixtures";

afterEach(removeFolders);

interface Stored {
  readonly type?: string;
  readonly default?: string;
  /** By number. */
  readonly versions: Readonly<Record<string, object>>;
}

/** Systems Manager with these documents of Amazon's. */
function awsWith(documents: Readonly<Record<string, Stored>>, refusal?: Error) {
  const asked: string[] = [];
  const send = (request: unknown): Promise<unknown> => {
    if (refusal !== undefined) return Promise.reject(refusal);
    if (request instanceof ListDocumentsCommand) {
      return Promise.resolve({ DocumentIdentifiers: Object.keys(documents).map((Name) => ({ Name })) });
    }
    if (!(request instanceof DescribeDocumentCommand) && !(request instanceof GetDocumentCommand)) throw new Error();
    const { Name = "", DocumentVersion } = request.input;
    asked.push(`${request.constructor.name.replace("DocumentCommand", "")} ${Name} ${DocumentVersion ?? ""}`.trim());
    const document = documents[Name];
    if (document === undefined) return Promise.reject(new InvalidDocument({ $metadata: {}, message: "no such." }));
    const latest = Object.keys(document.versions).at(-1);
    const preset = document.default ?? latest;
    const number = DocumentVersion === undefined ? preset : DocumentVersion === "$LATEST" ? latest : DocumentVersion;
    const content = document.versions[number ?? ""];
    if (content === undefined) return Promise.reject(new InvalidDocumentVersion({ $metadata: {}, message: "none." }));
    return Promise.resolve(
      request instanceof GetDocumentCommand
        ? { DocumentFormat: "JSON", DocumentVersion: number, Content: JSON.stringify(content) }
        : {
            Document: {
              ...{
                Name,
                Owner: "Amazon",
                DocumentFormat: "JSON",
                DocumentVersion: number,
                Hash: `hash ${String(number)}`,
              },
              ...{ DocumentType: document.type ?? "Automation", PlatformTypes: ["Linux"], CreatedDate: new Date(0) },
              ...{ DefaultVersion: preset, LatestVersion: latest, TargetType: "/AWS::EC2::Instance" },
            },
          },
    );
  };
  return { ssm: { send } as PullOptions["ssm"], asked };
}

async function pull(
  documents: Readonly<Record<string, Stored>>,
  names: readonly string[],
  { folder = newFolder(), version, refusal }: { folder?: string; version?: string; refusal?: Error } = {},
) {
  const logged: string[] = [];
  const { ssm, asked } = awsWith(documents, refusal);
  const log = (line: string) => logged.push(line);
  const pulled = await pullDocuments({ ssm, folder, names, version, log, signal: new AbortController().signal });
  return { ...pulled, path: folder, logged, asked };
}

const ONE = { "AWS-A": { versions: { "1": runbook(sleep()) } } };

describe("pulling Amazon's documents", () => {
  it("writes the content as AWS returns it, and what AWS reports about it", async () => {
    const { path: folder, documents, problems } = await pull(ONE, ["AWS-A"]);
    expect([documents, problems]).toEqual([
      [{ name: "AWS-A", documentType: "Automation", defaultVersion: "1", versions: ["1"], change: "pulled" }],
      [],
    ]);
    expect(readFileSync(path.join(folder, "AWS-A/1.json"), "utf8")).toBe(JSON.stringify(runbook(sleep())));
    expect(JSON.parse(readFileSync(path.join(folder, "AWS-A/document.json"), "utf8"))).toEqual({
      ...{ Name: "AWS-A", Owner: "Amazon", DocumentType: "Automation", TargetType: "/AWS::EC2::Instance" },
      ...{ PlatformTypes: ["Linux"], DefaultVersion: "1", LatestVersion: "1" },
      Versions: { "1": { CreatedDate: "1970-01-01T00:00:00.000Z", Hash: "hash 1" } },
    });
  });

  it("leaves no other files than these", async () => {
    const { path: folder } = await pull(ONE, ["AWS-A"]);
    expect(readdirSync(path.join(folder, "AWS-A")).sort()).toEqual(["1.json", "document.json"]);
  });

  it("changes nothing if everything is there, and says so", async () => {
    const { path: folder } = await pull(ONE, ["AWS-A"]);
    expect((await pull(ONE, ["AWS-A"], { folder })).documents).toMatchObject([{ change: "unchanged" }]);
  });

  it("keeps earlier versions when AWS's default version changes", async () => {
    const { path: folder } = await pull(ONE, ["AWS-A"]);
    const newer = { "AWS-A": { versions: { "1": runbook(sleep()), "2": runbook(sleep("other")) } } };
    const { documents, folder: present } = await pull(newer, ["AWS-A"], { folder });
    expect(documents).toMatchObject([{ change: "updated", defaultVersion: "2", versions: ["1", "2"] }]);
    expect(present.get("AWS-A")?.versions.get("1")?.hash).toBe("hash 1");
  });

  it("pulls another version besides the default one", async () => {
    const three = { "AWS-A": { default: "2", versions: { "1": runbook(), "2": runbook(), "3": runbook(sleep()) } } };
    expect((await pull(three, ["AWS-A"], { version: "1" })).documents).toMatchObject([{ versions: ["1", "2"] }]);
    const { documents } = await pull(three, ["AWS-A"], { version: "$LATEST" });
    expect(documents).toMatchObject([{ defaultVersion: "2", versions: ["2", "3"] }]);
  });

  it("replaces a file of the same version that was put there by hand", async () => {
    const folder = newFolder();
    mkdirSync(path.join(folder, "AWS-A"));
    writeFileSync(path.join(folder, "AWS-A/1.yaml"), 'schemaVersion: "0.3"\n');
    await pull(ONE, ["AWS-A"], { folder });
    expect(existsSync(path.join(folder, "AWS-A/1.yaml"))).toBe(false);
  });

  it("pulls the documents that a document runs, in the version that it runs, and says why", async () => {
    const nested = {
      "AWS-A": { versions: { "1": runbook(calls("b", "AWS-B", { DocumentVersion: "1" }), calls("mine", "mine")) } },
      "AWS-B": {
        versions: {
          "1": runbook({
            name: "c",
            action: "aws:runCommand",
            inputs: { DocumentName: "AWS-C", InstanceIds: ["i-1"] },
          }),
          "2": runbook(calls("a", "AWS-A")),
        },
      },
      "AWS-C": { type: "Command", versions: { "1": command(shell("d", "say d")) } },
    };
    const { documents, logged } = await pull(nested, ["AWS-A"]);
    expect(documents.map(({ name, versions }) => [name, versions])).toEqual([
      ["AWS-A", ["1"]],
      ["AWS-B", ["1", "2"]],
      ["AWS-C", ["1"]],
    ]);
    expect(logged.slice(0, 2)).toEqual(["AWS-A", "AWS-B, which step b of AWS-A runs"]);
  });

  it("goes on after a document that AWS does not have, and asks AWS for similar names", async () => {
    const { documents, problems } = await pull(ONE, ["AWS-B", "AWS-A"]);
    expect(documents).toMatchObject([{ name: "AWS-A" }]);
    expect(problems).toEqual([
      { place: "AWS-B", message: "AWS has no such document: no such.", remedy: 'Did you mean "AWS-A"?' },
    ]);
  });

  it.each([
    [{ "AWS-A": { type: "Policy", versions: { "1": {} } } }, {}, "It is a document of type Policy."],
    [ONE, { version: "7" }, "AWS has no version 7 of it: none."],
    [
      ONE,
      {
        refusal: new SSMServiceException({
          $metadata: {},
          name: "AccessDeniedException",
          $fault: "client",
          message: "no",
        }),
      },
      "AWS refuses to return it: AccessDeniedException: no.",
    ],
  ])("reports what AWS says of %j with %j", async (documents, options, message) => {
    const { problems, path: folder } = await pull(documents, ["AWS-A"], options);
    expect(problems).toMatchObject([{ place: "AWS-A", message }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    [Object.assign(new Error("Could not load."), { name: "CredentialsProviderError" }), "There are no AWS credentials"],
    [Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), "cannot be reached"],
    [
      new SSMServiceException({ $metadata: {}, name: "ExpiredTokenException", $fault: "client", message: "old" }),
      "AWS does not accept the credentials: ExpiredTokenException: old.",
    ],
  ])("stops at once at a fault that every document would have: %s", async (refusal, message) => {
    await expect(pull(ONE, ["AWS-A", "AWS-B"], { refusal })).rejects.toThrow(message);
  });
});
