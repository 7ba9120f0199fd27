/** What AWS's own policies come to; their statements are AWS's, cut to what the calls here are about. */
import { narrow, isUnlimited } from "../../../src/sandbox/authorization/narrowed";
import type { CallerRequest } from "../../../src/sandbox/protocol/message";
import { identityPolicy } from "../../iam/decision/fixtures";
import { allowing, json, query, refusalOf, rest } from "./fixtures";

const allow = (Action: string | readonly string[], Resource = "*") => ({ Effect: "Allow", Action, Resource });

const AMAZON_SSM_AUTOMATION_ROLE = [
  allow("lambda:InvokeFunction", "arn:aws:lambda:*:*:function:Automation*"),
  allow(["ec2:CreateImage", "ec2:DescribeImages", "ec2:StartInstances", "ec2:StopInstances", "ec2:CreateTags"]),
  allow("ssm:*"),
  allow("sns:Publish", "arn:aws:sns:*:*:Automation*"),
];
const AMAZON_SSM_MANAGED_INSTANCE_CORE = [
  allow(["ssm:GetDocument", "ssm:GetParameters", "ssm:UpdateInstanceInformation"]),
  allow(["ec2messages:GetMessages", "ec2messages:SendReply"]),
];
const READ_ONLY_ACCESS = [allow(["ec2:Describe*", "iam:Get*", "iam:List*", "s3:Get*", "s3:List*", "ssm:Get*"])];

const invoke = (name: string) => rest("lambda", `POST /2015-03-31/functions/${name}/invocations`);
const publish = (topic: string) => query("sns", "Publish", { TopicArn: `arn:aws:sns:ap-northeast-1:2:${topic}` });

it.each<[string, readonly object[], readonly CallerRequest[], readonly CallerRequest[]]>([
  [
    "AmazonSSMAutomationRole",
    AMAZON_SSM_AUTOMATION_ROLE,
    [
      json("ssm", "StartAutomationExecution", { DocumentName: "check-os" }),
      json("ssm", "SendCommand", { DocumentName: "AWS-RunShellScript", InstanceIds: ["i-0a"] }),
      query("ec2", "CreateImage", { InstanceId: "i-0a" }),
      invoke("AutomationDone"),
      publish("AutomationDone"),
    ],
    [
      // The policy does not have it: SPEC.md's execution role adds it.
      query("ec2", "DescribeInstances"),
      query("ec2", "ModifyImageAttribute", { ImageId: "ami-0a" }),
      query("iam", "GetRole", { RoleName: "x" }),
      invoke("Other"),
      publish("Other"),
    ],
  ],
  [
    "AmazonSSMManagedInstanceCore",
    AMAZON_SSM_MANAGED_INSTANCE_CORE,
    [json("ssm", "GetDocument", { Name: "x" }), json("ssm", "UpdateInstanceInformation")],
    [json("ssm", "SendCommand", { DocumentName: "x" }), query("ec2", "DescribeInstances")],
  ],
  [
    "ReadOnlyAccess",
    READ_ONLY_ACCESS,
    [query("iam", "GetRole", { RoleName: "x" }), rest("s3", "GET /reports/a"), rest("s3", "HEAD /reports")],
    [query("iam", "DeleteRole", { RoleName: "x" }), rest("s3", "PUT /reports/a"), rest("s3", "DELETE /reports?cors")],
  ],
])("%s allows what it is for, and no more", async (_, statements, allowed, refused) => {
  const authorizer = allowing(statements);
  for (const request of allowed) expect(await refusalOf(authorizer.check(request))).toBeUndefined();
  for (const request of refused) expect(await refusalOf(authorizer.check(request))).toBeDefined();
});

describe("AdministratorAccess", () => {
  const admin = identityPolicy("admin", allow("*"));
  const some = identityPolicy("some", allow("s3:*"));

  it("allows everything, also together with other policies and as a permissions boundary", () => {
    expect(isUnlimited({ identityPolicies: [some, admin] })).toBe(true);
    expect(isUnlimited({ identityPolicies: [admin], permissionsBoundary: admin, sessionPolicies: [admin] })).toBe(true);
  });

  it.each([
    ["a narrower boundary", { identityPolicies: [admin], permissionsBoundary: some }],
    ["a narrower session", { identityPolicies: [admin], sessionPolicies: [some] }],
    [
      "a Deny of anything",
      {
        identityPolicies: [
          admin,
          identityPolicy("deny", { Effect: "Deny", Action: "iam:*", Resource: "arn:aws:iam::1:role/x" }),
        ],
      },
    ],
    [
      "a condition",
      {
        identityPolicies: [
          identityPolicy("x", { ...allow("*"), Condition: { Bool: { "aws:SecureTransport": "true" } } }),
        ],
      },
    ],
    ["resources", { identityPolicies: [identityPolicy("x", allow("*", "arn:aws:s3:::*"))] }],
    ["exceptions", { identityPolicies: [identityPolicy("x", { Effect: "Allow", NotAction: "iam:*", Resource: "*" })] }],
  ])("has to be looked at with %s", (_, policies) => {
    expect(isUnlimited(policies)).toBe(false);
  });

  it("decides an action without the request if no statement about that action limits it", () => {
    const deny = identityPolicy("deny", { Effect: "Deny", Action: "iam:*", Resource: "arn:aws:iam::1:role/x" });
    const policies = { identityPolicies: [admin, deny] };
    expect(narrow(policies, "ec2:StopInstances").everywhere).toBe(true);
    expect(narrow(policies, "iam:GetRole").everywhere).toBe(false);
  });
});
