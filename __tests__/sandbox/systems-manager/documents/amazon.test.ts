import { parametersOf } from "../../../../src/document/amazon-documents";
import { isObject } from "../../../../src/document/json";
import { lintSource } from "../../../../src/document/lint/lint";
import { parseSource } from "../../../../src/document/parse";
import {
  builtInDocuments,
  describeAmazonDocument,
  readAmazonDocument,
} from "../../../../src/sandbox/systems-manager/documents/amazon";

const documents = builtInDocuments();
const runbooks = [...documents.values()].filter(({ documentType }) => documentType === "Automation");

it.each(runbooks)("$name passes the linter without findings", (document) => {
  const { Content = "" } = readAmazonDocument(document, undefined, "YAML");
  expect(lintSource(parseSource(Content, document.name)).findings).toEqual([]);
});

it.each([...documents.keys()])("%s has the parameters that the linter expects", (name) => {
  const known = parametersOf(name);
  const parameters = documents.get(name)?.versions.get("1")?.content["parameters"];
  if (known === undefined || !isObject(parameters)) return;
  const declared = Object.entries(parameters).map(([parameter, definition]) => [
    parameter,
    isObject(definition) && "default" in definition ? "optional" : "required",
  ]);
  expect(Object.fromEntries(declared)).toEqual(known);
});

it("AWS-CreateImage is described with Amazon as its owner and with its target type", () => {
  const createImage = documents.get("AWS-CreateImage");
  expect(createImage && describeAmazonDocument(createImage)).toMatchObject({
    Owner: "Amazon",
    DocumentType: "Automation",
    TargetType: "/AWS::EC2::Instance",
    DefaultVersion: "1",
    Parameters: expect.arrayContaining([
      { Name: "NoReboot", Type: "Boolean", Description: expect.any(String) as string, DefaultValue: "false" },
    ]) as unknown,
  });
});
