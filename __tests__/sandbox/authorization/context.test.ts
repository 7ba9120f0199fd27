import type { CallerRequest } from "../../../src/sandbox/protocol/message";
import { MANAGEMENT_ID, ORGANIZATION_ID } from "../example-fleet";
import { identityPolicy } from "../../iam/decision/fixtures";
import {
  ACCOUNT,
  allowing,
  authorizerFor,
  factsOf,
  instanceArn,
  json,
  operator,
  query,
  refusalOf,
  REGION,
  rest,
  sessionOf,
  type Known,
} from "./fixtures";

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Whether a request passes by one statement that allows everything under a condition. */
async function passes(asked: CallerRequest, Condition: Conditions, known: Known = {}): Promise<boolean> {
  const authorizer = allowing([{ Effect: "Allow", Action: "*", Resource: "*", Condition }], known);
  return (await refusalOf(authorizer.check(asked))) === undefined;
}

const equals = (key: string, value: string): Conditions => ({ StringEquals: { [key]: value } });
const stop = (id: string) => query("ec2", "StopInstances", { "InstanceId.1": id });
const web = { tags: { [instanceArn("i-0a")]: { app: "web" } } };

describe("a condition on the request", () => {
  it.each<[string, Conditions, Conditions]>([
    ["its Region", equals("aws:RequestedRegion", REGION), equals("aws:RequestedRegion", "us-east-1")],
    ["the organization", equals("aws:PrincipalOrgID", ORGANIZATION_ID), equals("aws:PrincipalOrgID", "o-other")],
    ["the account", equals("aws:PrincipalAccount", ACCOUNT), equals("aws:PrincipalAccount", MANAGEMENT_ID)],
    ["the resource's account", equals("aws:ResourceAccount", ACCOUNT), equals("aws:ResourceAccount", MANAGEMENT_ID)],
    ["the resource's organization", equals("aws:ResourceOrgID", ORGANIZATION_ID), equals("aws:ResourceOrgID", "o-x")],
    ["TLS", { Bool: { "aws:SecureTransport": "true" } }, { Bool: { "aws:SecureTransport": "false" } }],
    ["the address", { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } }, { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }],
    [
      "the time",
      { DateLessThan: { "aws:CurrentTime": "2026-02-03T04:05:07Z" } },
      { DateLessThan: { "aws:CurrentTime": "2026-02-03T04:05:05Z" } },
    ],
  ])("about %s is decided", async (_, met, unmet) => {
    expect(await passes(stop("i-0a"), met)).toBe(true);
    expect(await passes(stop("i-0a"), unmet)).toBe(false);
  });

  it("on the Region treats IAM as a service in us-east-1", async () => {
    const asked = query("iam", "GetRole", { RoleName: "x" });
    expect(await passes(asked, equals("aws:RequestedRegion", "us-east-1"))).toBe(true);
  });

  it("on the organization is not met by an account outside it", async () => {
    const caller = { ...operator, accountId: "555555555555" };
    const asked = query("ec2", "DescribeVpcs", {}, { caller });
    expect(await passes(asked, equals("aws:PrincipalOrgID", ORGANIZATION_ID))).toBe(false);
  });

  it("on the caller's tags uses those of the role, overridden by those of the session", async () => {
    const Condition = equals("aws:PrincipalTag/team", "web");
    const policies = {
      identityPolicies: [identityPolicy("work", { Effect: "Allow", Action: "*", Resource: "*", Condition })],
    };
    const asked = (tags: Record<string, string>) =>
      query("ec2", "DescribeVpcs", {}, { caller: sessionOf("worker", { tags }) });
    const authorizer = authorizerFor(policies, { tags: { team: "web" } });
    expect(await refusalOf(authorizer.check(asked({})))).toBeUndefined();
    expect(await refusalOf(authorizer.check(asked({ team: "db" })))).toBeDefined();
  });

  it("about a prefix is decided for a list of objects", async () => {
    const Condition = { StringLike: { "s3:prefix": "home/*" } };
    expect(await passes(rest("s3", "GET /reports?list-type=2&prefix=home%2Falice"), Condition)).toBe(true);
    expect(await passes(rest("s3", "GET /reports?list-type=2"), Condition)).toBe(false);
  });

  it("about the tags that it gives is decided", async () => {
    const made = json("ssm", "CreateDocument", { Name: "d", Tags: [{ Key: "team", Value: "web" }] });
    expect(await passes(made, equals("aws:RequestTag/team", "web"))).toBe(true);
    expect(await passes(made, { "ForAllValues:StringEquals": { "aws:TagKeys": ["owner"] } })).toBe(false);
    const untagged = query("iam", "UntagRole", { RoleName: "x", "TagKeys.member.1": "team" });
    expect(await passes(untagged, { "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] } })).toBe(true);
  });

  it("about what creates the tagged resource lets tags be given at creation alone", async () => {
    const Condition = equals("ec2:CreateAction", "CreateImage");
    const authorizer = allowing([
      { Effect: "Allow", Action: "ec2:CreateImage", Resource: "*" },
      { Effect: "Allow", Action: "ec2:CreateTags", Resource: "*", Condition },
    ]);
    const tagged = {
      "TagSpecification.1.ResourceType": "image",
      "TagSpecification.1.Tag.1.Key": "team",
      "TagSpecification.1.Tag.1.Value": "web",
    };
    const made = query("ec2", "CreateImage", { InstanceId: "i-0a", Name: "x", ...tagged });
    const later = query("ec2", "CreateTags", { "ResourceId.1": "ami-0a", "Tag.1.Key": "team", "Tag.1.Value": "web" });
    expect(await refusalOf(authorizer.check(made))).toBeUndefined();
    expect(await refusalOf(authorizer.check(later))).toBeDefined();
  });

  it("about the attached policy is decided", async () => {
    const asked = query("iam", "AttachRolePolicy", { RoleName: "x", PolicyArn: "arn:aws:iam::aws:policy/A" });
    expect(await passes(asked, { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/A" } })).toBe(true);
    expect(await passes(asked, { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/B" } })).toBe(false);
  });

  it("about the instance's metadata service is decided at launch", async () => {
    const authorizer = allowing([
      { Effect: "Allow", Action: "ec2:RunInstances", Resource: "*" },
      {
        Effect: "Deny",
        Action: "ec2:RunInstances",
        Resource: "arn:aws:ec2:*:*:instance/*",
        Condition: { StringNotEquals: { "ec2:MetadataHttpTokens": "required" } },
      },
    ]);
    const launch = (tokens: string) =>
      query("ec2", "RunInstances", { ImageId: "ami-0a", "MetadataOptions.HttpTokens": tokens });
    expect(await refusalOf(authorizer.check(launch("required")))).toBeUndefined();
    expect(await refusalOf(authorizer.check(launch("optional")))).toBeDefined();
  });
});

describe("a condition on the resource's tags", () => {
  it.each(["aws:ResourceTag/app", "ec2:ResourceTag/app"])("(%s) lets the tagged one through alone", async (key) => {
    expect(await passes(stop("i-0a"), equals(key, "web"), web)).toBe(true);
    expect(await passes(stop("i-0b"), equals(key, "web"), web)).toBe(false);
  });

  it("is decided for a command on an instance", async () => {
    const send = (id: string) => json("ssm", "SendCommand", { DocumentName: "AWS-RunShellScript", InstanceIds: [id] });
    const authorizer = allowing(
      [
        { Effect: "Allow", Action: "ssm:SendCommand", Resource: `arn:aws:ssm:${REGION}::document/*` },
        {
          Effect: "Allow",
          Action: "ssm:SendCommand",
          Resource: instanceArn("*"),
          Condition: equals("ssm:resourceTag/app", "web"),
        },
      ],
      web,
    );
    expect(await refusalOf(authorizer.check(send("i-0a")))).toBeUndefined();
    expect((await refusalOf(authorizer.check(send("i-0b"))))?.message).toContain("StringEquals ssm:resourceTag/app");
  });

  it("is met by instances that a command selects by the same tag", async () => {
    const send = (...targets: object[]) => json("ssm", "SendCommand", { DocumentName: "mine", Targets: targets });
    const authorizer = allowing([
      { Effect: "Allow", Action: "ssm:SendCommand", Resource: "arn:aws:ssm:*:*:document/*" },
      {
        Effect: "Allow",
        Action: "ssm:SendCommand",
        Resource: instanceArn("*"),
        Condition: equals("ssm:resourceTag/app", "web"),
      },
    ]);
    const app = (...Values: string[]) => ({ Key: "tag:app", Values });
    expect(await refusalOf(authorizer.check(send(app("web"))))).toBeUndefined();
    expect(
      await refusalOf(authorizer.check(send(app("web"), { Key: "tag:stage", Values: ["a", "b"] }))),
    ).toBeUndefined();
    expect(await refusalOf(authorizer.check(send(app("web", "db"))))).toBeDefined();
    expect(await refusalOf(authorizer.check(send({ Key: "tag-key", Values: ["app"] })))).toBeDefined();
  });

  it("is met through a variable of the caller's tags", async () => {
    const statement = {
      Effect: "Allow",
      Action: "ec2:StopInstances",
      Resource: "*",
      Condition: equals("aws:ResourceTag/app", "${aws:PrincipalTag/app}"),
    };
    const authorizer = authorizerFor(
      { identityPolicies: [identityPolicy("work", statement)] },
      { facts: factsOf(web), tags: { app: "web" } },
    );
    expect(await refusalOf(authorizer.check(stop("i-0a")))).toBeUndefined();
    expect(await refusalOf(authorizer.check(stop("i-0b")))).toBeDefined();
  });

  it("is distinguished from one on tags that the sandbox cannot look up", async () => {
    const statement = { Effect: "Allow", Action: "*", Resource: "*", Condition: equals("aws:ResourceTag/app", "web") };
    const authorizer = authorizerFor(
      { identityPolicies: [identityPolicy("work", statement)] },
      { facts: { ...factsOf(), tags: () => Promise.resolve(undefined) } },
    );
    const refused = await refusalOf(authorizer.check(rest("lambda", "GET /2015-03-31/functions/f")));
    expect(refused?.message).toMatch(/The sandbox does not know the tags of arn:aws:lambda:\S+:function:f\.$/);
  });

  it("causes no lookup if no statement about the action has such a condition", async () => {
    const asked: string[] = [];
    const facts = {
      ...factsOf(),
      tags: (arn: string) => {
        asked.push(arn);
        return Promise.resolve({});
      },
    };
    const Condition = equals("aws:ResourceTag/app", "web");
    const policy = identityPolicy(
      "work",
      { Effect: "Allow", Action: "ec2:StopInstances", Resource: instanceArn("*") },
      { Effect: "Allow", Action: "ec2:StartInstances", Resource: instanceArn("*"), Condition },
    );
    await authorizerFor({ identityPolicies: [policy] }, { facts }).check(stop("i-0a"));
    expect(asked).toEqual([]);
  });
});

it("a condition on the owner allows only an account's own images", async () => {
  const image = (id: string) => `arn:aws:ec2:${REGION}::image/${id}`;
  const share = (id: string) => query("ec2", "ModifyImageAttribute", { ImageId: id });
  const known = { owners: { [image("ami-0a")]: ACCOUNT, [image("ami-0b")]: "amazon" } };
  expect(await passes(share("ami-0a"), equals("ec2:Owner", ACCOUNT), known)).toBe(true);
  expect(await passes(share("ami-0b"), equals("ec2:Owner", ACCOUNT), known)).toBe(false);
  expect(await passes(share("ami-0c"), equals("ec2:Owner", ACCOUNT), known)).toBe(false);
});
