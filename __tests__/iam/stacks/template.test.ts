import { templateResources } from "../../../src/iam/stacks/template";

describe("the resources of a template", () => {
  it("are read from JSON", () => {
    const Bucket = { Type: "AWS::S3::Bucket", Properties: { BucketName: "b" } };
    const Kept = { Type: "AWS::SNS::Topic", DeletionPolicy: "Retain" };
    expect(templateResources(JSON.stringify({ Resources: { Bucket, Kept } }))).toEqual([
      { logicalId: "Bucket", type: "AWS::S3::Bucket", properties: { BucketName: "b" }, deletionPolicy: "Delete" },
      { logicalId: "Kept", type: "AWS::SNS::Topic", properties: {}, deletionPolicy: "Retain" },
    ]);
  });

  it("are read from YAML, with its short forms of functions", () => {
    const template = `
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub "\${AWS::StackName}-f"
      Role: !GetAtt R.Arn
      Layers: [!Ref L]
`;
    expect(templateResources(template)).toEqual([
      {
        logicalId: "F",
        type: "AWS::Lambda::Function",
        properties: {
          FunctionName: { "Fn::Sub": "${AWS::StackName}-f" },
          Role: { "Fn::GetAtt": "R.Arn" },
          Layers: [{ Ref: "L" }],
        },
        deletionPolicy: "Delete",
      },
    ]);
  });

  it.each(["", "{", "Resources: {}", "Resources: {A: {}}", "a: *b", "Transform: M\nResources: {A: {Type: B}}"])(
    "are not known in %j",
    (text) => {
      expect(templateResources(text)).toBeUndefined();
    },
  );
});
