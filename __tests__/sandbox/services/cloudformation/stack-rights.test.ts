import { readFileSync } from "node:fs";
import { stackRights } from "../../../../src/sandbox/services/cloudformation/stack-rights";
import { AwsError } from "../../../../src/sandbox/protocol/aws-error";
import { xmlEscape } from "../../../../src/sandbox/protocol/xml";
import { allowing, query, refusalOf, roleArn, sessionOf } from "../../authorization/fixtures";

const TEMPLATE = JSON.stringify({ Resources: { Bucket: { Type: "AWS::S3::Bucket" } } });
const allow = (Action: string, Resource = "*") => ({ Effect: "Allow", Action, Resource });

const assumed: string[] = [];

/** CloudFormation with one stack, `case`, of TEMPLATE. */
const STORED: Readonly<Record<string, string>> = {
  GetTemplate: `<TemplateBody>${xmlEscape(TEMPLATE)}</TemplateBody>`,
  DescribeStacks: "<StackName>case</StackName>",
};

/** Whether the request reaches CloudFormation. */
async function made(
  statements: readonly object[],
  operation: string,
  parameters: Record<string, string>,
  stored: Readonly<Record<string, string>> = STORED,
) {
  const layer = stackRights({
    authorizer: allowing(statements),
    assume: (service, { roleArn: name }) => {
      assumed.push(`${service} ${name}`);
      if (name.endsWith("/distrustful")) throw new AwsError("AccessDenied", "It does not trust CloudFormation.", 403);
      return Promise.resolve({ session: sessionOf("stacks") });
    },
  });
  const answered = layer(query("cloudformation", operation, { StackName: "case", ...parameters }), (request) =>
    Promise.resolve({
      status: request.input["StackName"] === "unknown" ? 400 : 200,
      headers: {},
      body: Buffer.from(stored[request.operation] ?? ""),
    }),
  );
  return refusalOf(answered.then(() => undefined));
}

describe("a stack", () => {
  it("is refused to a caller who may not make what its template says", async () => {
    const refused = await made([allow("cloudformation:*")], "CreateStack", { TemplateBody: TEMPLATE });
    expect(refused?.code).toBe("AccessDenied");
    expect(refused?.message).toContain("is not authorized to perform: s3:CreateBucket on resource: arn:aws:s3:::case-");
  });

  it.each(["CreateStack", "UpdateStack", "CreateChangeSet"])("is made by %s of a caller who may", async (operation) => {
    const statements = [allow("s3:CreateBucket", "arn:aws:s3:::case-*")];
    expect(await made(statements, operation, { TemplateBody: TEMPLATE })).toBeUndefined();
    expect(await made([allow("sqs:*")], operation, { TemplateBody: TEMPLATE })).toBeDefined();
  });

  it("is decided on behalf of CloudFormation, which conditions can ask for", async () => {
    const Condition = { "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" } };
    expect(
      await made([{ ...allow("s3:CreateBucket"), Condition }], "CreateStack", { TemplateBody: TEMPLATE }),
    ).toBeUndefined();
  });

  it("with a role is made with the rights of the role", async () => {
    const parameters = { TemplateBody: TEMPLATE, RoleARN: roleArn("stacks") };
    const refused = await made([allow("cloudformation:*")], "CreateStack", parameters);
    expect(refused?.message).toContain("assumed-role/stacks/session is not authorized to perform: s3:CreateBucket");
    expect(assumed).toEqual([`cloudformation.amazonaws.com ${roleArn("stacks")}`]);
  });

  it("is refused if its role does not trust CloudFormation", async () => {
    const parameters = { TemplateBody: TEMPLATE, RoleARN: roleArn("distrustful") };
    expect(await made([allow("*")], "CreateStack", parameters)).toMatchObject({ code: "ValidationError" });
  });

  it("that cannot be read is made only by callers who may do everything", async () => {
    const parameters = { TemplateURL: "https://bucket.s3.amazonaws.com/template" };
    expect((await made([allow("s3:*")], "CreateStack", parameters))?.code).toBe("NotImplemented");
    expect(await made([allow("*")], "CreateStack", parameters)).toBeUndefined();
  });

  it("is decided by the template that a request has, even if it keeps the one before as well", async () => {
    const parameters = { UsePreviousTemplate: "true", TemplateBody: TEMPLATE };
    expect((await made([allow("sqs:*")], "UpdateStack", parameters))?.code).toBe("AccessDenied");
  });

  it("of which no resources are made is not decided", async () => {
    expect(await made([allow("sqs:*")], "DescribeStacks", {})).toBeUndefined();
  });

  it("that keeps its template is decided by that template", async () => {
    const parameters = { UsePreviousTemplate: "true" };
    expect((await made([allow("sqs:*")], "UpdateStack", parameters))?.message).toContain("s3:CreateBucket");
    expect(await made([allow("s3:CreateBucket")], "UpdateStack", parameters)).toBeUndefined();
  });

  it("is deleted by a caller who may delete what it has", async () => {
    const refused = await made([allow("cloudformation:*")], "DeleteStack", {});
    expect(refused?.message).toContain("is not authorized to perform: s3:DeleteBucket on resource: arn:aws:s3:::case-");
    expect(await made([allow("s3:DeleteBucket")], "DeleteStack", {})).toBeUndefined();
  });

  it("is deleted without what stays", async () => {
    expect(await made([allow("sqs:*")], "DeleteStack", { "RetainResources.member.1": "Bucket" })).toBeUndefined();
  });

  it("is changed and deleted with the rights of the role that it has, if the request names none", async () => {
    const described = `<StackName>case</StackName><RoleARN>${roleArn("stacks")}</RoleARN>`;
    const refused = await made(
      [allow("cloudformation:*")],
      "DeleteStack",
      {},
      { ...STORED, DescribeStacks: described },
    );
    expect(refused?.message).toContain("assumed-role/stacks/session is not authorized to perform: s3:DeleteBucket");
  });

  it("that does not exist is left to CloudFormation", async () => {
    expect(await made([allow("sqs:*")], "DeleteStack", { StackName: "unknown" })).toBeUndefined();
  });
});

it("the runbook whose stack makes a bucket is refused without s3:CreateBucket", async () => {
  const document = JSON.parse(readFileSync("__tests__/fixtures/create-stack-without-permission.json", "utf8")) as {
    mainSteps: { inputs: Record<string, string> }[];
  };
  const refused = await made([allow("cloudformation:*")], "CreateStack", document.mainSteps[0]?.inputs ?? {});
  expect(refused?.message).toContain("s3:CreateBucket");
});
