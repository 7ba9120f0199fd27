import { findVersion } from "../../src/amazon/document";
import { readAmazonDocuments } from "../../src/amazon/read-folder";
import { command, folderWith, removeFolders, runbook, shell, sleep } from "./fixtures";

afterEach(removeFolders);

const FACTS = {
  Name: "AWS-X",
  Owner: "Amazon",
  DocumentType: "Automation",
  TargetType: "/AWS::EC2::Volume",
  PlatformTypes: ["Linux"],
  DefaultVersion: "2",
  LatestVersion: "4",
  Versions: { "2": { CreatedDate: "2024-05-06T07:08:09.000Z", Hash: "abc" } },
};

describe("the folder of Amazon's documents", () => {
  it("has no documents if it does not exist", () => {
    expect(readAmazonDocuments("/nowhere")).toEqual(new Map());
  });

  it("has a runbook whose file was put there by hand, with its highest version as the default", () => {
    const folder = folderWith({ "AWS-X/3.json": runbook(sleep()), "AWS-X/12.yaml": 'schemaVersion: "0.3"\n' });
    expect(readAmazonDocuments(folder).get("AWS-X")).toMatchObject({
      ...{ name: "AWS-X", documentType: "Automation", defaultVersion: "12", latestVersion: "12" },
      platformTypes: ["Windows", "Linux", "MacOS"],
    });
  });

  it("takes a file of schema version 1.2, 2.0 or 2.2 for a Command document", () => {
    const folder = folderWith({ "AWS-X/1.json": command(shell("a", "say a")) });
    expect(readAmazonDocuments(folder).get("AWS-X")?.documentType).toBe("Command");
  });

  it("has the target type that a comment of a file sets", () => {
    const folder = folderWith({ "AWS-X/1.yaml": '# targetType: /AWS::EC2::Instance\nschemaVersion: "0.3"\n' });
    expect(readAmazonDocuments(folder).get("AWS-X")?.targetType).toBe("/AWS::EC2::Instance");
  });

  it("has the facts of document.json", () => {
    const document = readAmazonDocuments(
      folderWith({ "AWS-X/document.json": FACTS, "AWS-X/2.json": runbook(sleep()), "AWS-X/.4.json.77": "half" }),
    ).get("AWS-X");
    expect(document).toMatchObject({ targetType: "/AWS::EC2::Volume", platformTypes: ["Linux"], latestVersion: "4" });
    expect(document && findVersion(document, "$DEFAULT")).toMatchObject({
      ...{ number: "2", hash: "abc", format: "JSON" },
      createdDate: new Date("2024-05-06T07:08:09Z"),
    });
    expect(document && findVersion(document, "$LATEST")).toBeUndefined();
  });

  it.each([
    [{ "AWS-X.json": "{}" }, "AWS-X.json: Expected a folder for each document", "AWS-X/1.json"],
    [{ "check-os/1.json": runbook(sleep()) }, '"check-os" is not the name', "runbooks/"],
    [{ "AWS-X/v1.json": runbook(sleep()) }, "Expected the number of a version", "1.json"],
    [{ "AWS-X/1.json": runbook(sleep()), "AWS-X/1.yaml": "a: 1" }, "Version 1 is in 1.json as well", "Remove one"],
    [{ "AWS-X/1.json": "{" }, "1.json:1:2", ""],
    [{ "AWS-X/1.json": "[]" }, "found a list", "documents pull"],
    [{ "AWS-X/1.json": { schemaVersion: "9" } }, 'found "9"', "get-document"],
    [{ "AWS-X/document.json": FACTS, "AWS-X/1.json": runbook() }, "The default version, 2, is missing", "pull AWS-X"],
    [{ "AWS-Y/document.json": FACTS, "AWS-Y/2.json": runbook() }, 'the folder has the name "AWS-Y"', "Rename"],
    [{ "AWS-X/document.json": { ...FACTS, Owner: "me" }, "AWS-X/2.json": runbook() }, "document.json", "Owner"],
  ])("with the files %j is refused with place and remedy", (files, message, remedy) => {
    const read = () => readAmazonDocuments(folderWith(files));
    expect(read).toThrow(message);
    expect(read).toThrow(remedy.replace("documents pull", "pull the document"));
  });
});
