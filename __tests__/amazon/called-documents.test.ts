import { calledDocuments } from "../../src/amazon/called-documents";
import { calls, command, runbook } from "./fixtures";

describe("the documents that a document runs", () => {
  it("are those of aws:executeAutomation, aws:runCommand, and of the API, inside loops too", () => {
    const content = runbook(
      calls("a", "AWS-A", { DocumentVersion: "3" }),
      { name: "b", action: "aws:runCommand", inputs: { DocumentName: "AWS-B", InstanceIds: ["i-1"] } },
      {
        name: "repeat",
        action: "aws:loop",
        inputs: {
          Iterators: ["x"],
          Steps: [
            {
              name: "c",
              action: "aws:executeAwsApi",
              inputs: { Service: "ssm", Api: "send_command", DocumentName: "AWS-C" },
            },
          ],
        },
      },
      { name: "d", action: "aws:executeAwsApi", inputs: { Service: "ssm", Api: "GetDocument", DocumentName: "AWS-D" } },
    );
    expect(calledDocuments(content as never)).toEqual([
      { name: "AWS-A", version: "3", step: "a" },
      { name: "AWS-B", version: undefined, step: "b" },
      { name: "AWS-C", version: undefined, step: "c" },
    ]);
  });

  it("are those of aws:runDocument in a Command document, unless they are files on the node", () => {
    const run = (name: string, documentType: string) => ({
      ...{ name, action: "aws:runDocument" },
      inputs: { documentType, documentPath: "AWS-A" },
    });
    const content = command(run("a", "SSMDocument"), run("b", "LocalPath"));
    expect(calledDocuments(content as never)).toEqual([{ name: "AWS-A", version: undefined, step: "a" }]);
  });

  it("have the name that a parameter has by default, and are unknown without a default", () => {
    const parameters = { Name: { type: "String", default: "AWS-A" }, Other: { type: "String" } };
    const content = { ...runbook(calls("a", "{{ Name }}"), calls("b", "{{ Other }}")), parameters };
    expect(calledDocuments(content as never)).toEqual([{ name: "AWS-A", version: undefined, step: "a" }]);
  });
});
