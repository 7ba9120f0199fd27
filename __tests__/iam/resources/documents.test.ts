import { definitionArn, documentArn, isAmazonDocument } from "../../../src/iam/resources/documents";

const location = { partition: "aws", accountId: "111122223333", region: "eu-central-1" };

describe("a document's name", () => {
  it.each(["AWS-RunShellScript", "Aws-images", "AmazonCloudWatch-ManageAgent", "amzn-x", "AWSSupport-Reset"])(
    "is one of Amazon's own: %s",
    (name) => {
      expect(isAmazonDocument(name)).toBe(true);
      expect(documentArn(location, name)).toBe(`arn:aws:ssm:eu-central-1::document/${name}`);
      expect(definitionArn(location, name, "3")).toBe(`arn:aws:ssm:eu-central-1::automation-definition/${name}:3`);
    },
  );

  it.each(["check-os", "my-AWS-runbook", "a.mazon"])("is an account's own: %s", (name) => {
    expect(isAmazonDocument(name)).toBe(false);
    expect(documentArn(location, name)).toBe(`arn:aws:ssm:eu-central-1:111122223333:document/${name}`);
    expect(definitionArn(location, name, undefined)).toBe(
      `arn:aws:ssm:eu-central-1:111122223333:automation-definition/${name}:$DEFAULT`,
    );
  });

  it("that is an ARN keeps its account", () => {
    const shared = "arn:aws:ssm:eu-central-1:444455556666:document/AWS-like";
    expect(documentArn(location, shared)).toBe(shared);
    expect(definitionArn(location, shared, "1")).toBe(
      "arn:aws:ssm:eu-central-1:444455556666:automation-definition/AWS-like:1",
    );
  });
});
