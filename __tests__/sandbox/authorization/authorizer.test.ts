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
  roleArn,
  sessionOf,
  ssmArn,
} from "./fixtures";

const WORKER = `arn:aws:sts::${ACCOUNT}:assumed-role/worker/session`;
const stop = (...ids: string[]) =>
  query("ec2", "StopInstances", Object.fromEntries(ids.map((id, index) => [`InstanceId.${String(index + 1)}`, id])));
const stopAllowed = { Effect: "Allow", Action: "ec2:StopInstances", Resource: instanceArn("i-0a") };
const everything = { Effect: "Allow", Action: "*", Resource: "*" };

describe("a request", () => {
  it("is allowed if a policy of the caller allows its action on its resource", async () => {
    await expect(allowing([stopAllowed]).check(stop("i-0a"))).resolves.toBeUndefined();
  });

  it("is refused on another resource, with the statement that almost allowed it", async () => {
    const refused = await refusalOf(allowing([stopAllowed]).check(stop("i-0b")));
    expect(refused?.message).toContain(
      `No statement of the identity policies of ${WORKER} allows ec2:StopInstances on ${instanceArn("i-0b")}: statement 1 of work does not apply because its Resource does not include`,
    );
  });

  it("about several resources is refused unless each is allowed", async () => {
    expect((await refusalOf(allowing([stopAllowed]).check(stop("i-0a", "i-0b"))))?.message).toContain("i-0b");
  });

  it("in another Region concerns other resources", async () => {
    const elsewhere = query("ec2", "StopInstances", { "InstanceId.1": "i-0a" }, { region: "us-east-1" });
    expect(await refusalOf(allowing([stopAllowed]).check(elsewhere))).toBeDefined();
  });

  it("is refused by an explicit deny, whatever other policies allow", async () => {
    const deny = { Sid: "Freeze", Effect: "Deny", Action: "ec2:Stop*", Resource: "*" };
    const refused = await refusalOf(allowing([everything, deny]).check(stop("i-0a")));
    expect(refused?.message).toContain("with an explicit deny in an identity-based policy");
    expect(refused?.message).toContain("statement 2 (Freeze) of work");
  });

  it("must be allowed by the permissions boundary too", async () => {
    const authorizer = authorizerFor({
      identityPolicies: [identityPolicy("work", everything)],
      permissionsBoundary: identityPolicy("limit", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
    });
    const refused = await refusalOf(authorizer.check(stop("i-0a")));
    expect(refused?.message).toContain("because no permissions boundary allows the ec2:StopInstances action");
  });

  it("must be allowed by the session policies too", async () => {
    const sessionPolicies = [JSON.stringify({ Version: "2012-10-17", Statement: { ...everything, Action: "s3:*" } })];
    const caller = sessionOf("worker", { sessionPolicies });
    const asked = query("ec2", "StopInstances", { "InstanceId.1": "i-0a" }, { caller });
    const refused = await refusalOf(allowing([everything]).check(asked));
    expect(refused?.message).toContain("because no session policy allows the ec2:StopInstances action");
  });

  it("of a caller without policies is refused with the reason why there are none", async () => {
    const authorizer = authorizerFor({ identityPolicies: [] }, { note: "The role has been deleted." });
    expect((await refusalOf(authorizer.check(stop("i-0a"))))?.message).toMatch(
      /there are none\. The role has been deleted\.$/,
    );
  });

  it("with an unknown operation is allowed only by a statement with the resource *", async () => {
    const asked = json("events", "PutRule", { Name: "nightly" });
    const scoped = allowing([{ Effect: "Allow", Action: "events:*", Resource: "arn:aws:events:*:*:rule/nightly" }]);
    expect((await refusalOf(scoped.check(asked)))?.message).toContain("only a statement with the resource * allows it");
    expect(await refusalOf(allowing([{ ...everything, Action: "events:*" }]).check(asked))).toBeUndefined();
  });

  it("of a REST service with an unknown operation name is allowed only by a wildcard for the whole service", async () => {
    const asked = rest("lambda", "GET /2099-01-01/something-else");
    expect(await refusalOf(allowing([{ ...everything, Action: "lambda:Get*" }]).check(asked))).toBeDefined();
    expect(await refusalOf(allowing([{ ...everything, Action: "lambda:*" }]).check(asked))).toBeUndefined();
  });

  describe("of which no IAM action is known", () => {
    const asked = json("codecatalyst", "CreateProject");

    it("is answered with an error that says that it cannot be decided", async () => {
      for (const Action of ["s3:*", "codecatalyst:Create*"]) {
        expect(await refusalOf(allowing([{ ...everything, Action }]).check(asked))).toMatchObject({
          code: "NotImplemented",
          status: 501,
          message: expect.stringMatching(
            /cannot decide whether .*worker.* may call codecatalyst:CreateProject/,
          ) as string,
        });
      }
    });

    it("is allowed if the whole service is allowed and no Deny concerns it", async () => {
      const allowed = { ...everything, Action: "codecatalyst:*" };
      const elsewhere = { ...everything, Effect: "Deny", Action: "ec2:StopInstances" };
      const about = { ...everything, Effect: "Deny", Action: "codecatalyst:Delete*" };
      expect(await refusalOf(allowing([allowed, elsewhere]).check(asked))).toBeUndefined();
      expect(await refusalOf(allowing([allowed, about]).check(asked))).toMatchObject({ status: 501 });
      expect(await refusalOf(allowing([allowed, { ...about, Action: "*:Delete*" }]).check(asked))).toBeDefined();
    });
  });

  it.each(["GetCallerIdentity", "AssumeRole", "GetSessionToken"])(
    "for sts:%s is not decided here",
    async (operation) => {
      expect(await refusalOf(authorizerFor({ identityPolicies: [] }).check(query("sts", operation)))).toBeUndefined();
    },
  );

  it("for any other operation of STS is", async () => {
    const asked = query("sts", "GetAccessKeyInfo", { AccessKeyId: "AKIAEXAMPLE" });
    expect(await refusalOf(authorizerFor({ identityPolicies: [] }).check(asked))).toMatchObject({
      code: "AccessDenied",
    });
  });
});

describe("an administrator", () => {
  const unreadable = factsOf();
  const failing = Object.fromEntries(
    Object.keys(unreadable).map((name) => [name, () => Promise.reject(new Error(name))]),
  );

  it("may do everything, without any lookups", async () => {
    const authorizer = authorizerFor(
      { identityPolicies: [identityPolicy("admin", everything)] },
      { facts: { ...unreadable, ...failing } },
    );
    await authorizer.check(query("iam", "DeleteRole", { RoleName: "x" }));
    await authorizer.check(rest("s3", "PUT /bucket/key"));
    await authorizer.check(json("ssm", "NoSuchOperation"));
    await authorizer.check(rest("lambda", "GET /2099-01-01/something-else"));
    await authorizer.require(operator, "iam:PassRole", roleArn("x"), { region: REGION });
  });

  it("may not do what one Deny denies", async () => {
    const authorizer = allowing([everything, { Effect: "Deny", Action: "iam:*", Resource: "*" }]);
    expect(await refusalOf(authorizer.check(query("iam", "DeleteRole", { RoleName: "x" })))).toBeDefined();
    expect(await refusalOf(authorizer.check(stop("i-0a")))).toBeUndefined();
  });
});

describe("a refusal", () => {
  const nothing = authorizerFor({ identityPolicies: [] });
  const who = `User: ${WORKER} is not authorized to perform:`;

  it.each([
    [
      "Systems Manager",
      json("ssm", "StartAutomationExecution", { DocumentName: "check-os" }),
      "AccessDeniedException",
      400,
      `${who} ssm:StartAutomationExecution on resource: ${ssmArn("automation-definition/check-os:$DEFAULT")} because no identity-based policy allows the ssm:StartAutomationExecution action.`,
    ],
    [
      "EC2",
      stop("i-0a"),
      "UnauthorizedOperation",
      403,
      `You are not authorized to perform this operation. ${who} ec2:StopInstances on resource: ${instanceArn("i-0a")} because no identity-based policy allows the ec2:StopInstances action.`,
    ],
    [
      "EC2, about no resource,",
      query("ec2", "DescribeInstances"),
      "UnauthorizedOperation",
      403,
      `You are not authorized to perform this operation. ${who} ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action.`,
    ],
    [
      "IAM",
      query("iam", "GetRole", { RoleName: "x" }),
      "AccessDenied",
      403,
      `${who} iam:GetRole on resource: ${roleArn("x")} because no identity-based policy allows the iam:GetRole action.`,
    ],
    [
      "S3",
      rest("s3", "GET /reports/2026/a%20b.txt"),
      "AccessDenied",
      403,
      `${who} s3:GetObject on resource: "arn:aws:s3:::reports/2026/a b.txt" because no identity-based policy allows the s3:GetObject action.`,
    ],
    ["SNS", query("sns", "ListTopics"), "AuthorizationError", 403, `${who} sns:ListTopics on resource: *`],
    [
      "Lambda",
      rest("lambda", "GET /2015-03-31/functions"),
      "AccessDeniedException",
      403,
      `${who} lambda:ListFunctions`,
    ],
  ])("of %s has its code, status and words", async (_, asked, code, status, message) => {
    const refused = await refusalOf(nothing.check(asked));
    expect(refused).toMatchObject({ code, status });
    expect(refused?.message.startsWith(message)).toBe(true);
  });

  it("names an action of another service in the error format of the called service", async () => {
    const authorizer = allowing([{ Effect: "Allow", Action: "ec2:*", Resource: "*" }]);
    const asked = query("ec2", "RunInstances", { ImageId: "ami-0a", "IamInstanceProfile.Name": "web" });
    expect(await refusalOf(authorizer.check(asked))).toMatchObject({
      code: "UnauthorizedOperation",
      message: expect.stringContaining("iam:PassRole") as string,
    });
  });
});

describe("an action of the sandbox on behalf of a principal", () => {
  const passToSsm = {
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: roleArn("runbook"),
    Condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
  };
  const pass = (service: string, name = "runbook") =>
    allowing([passToSsm]).require(operator, "iam:PassRole", roleArn(name), {
      region: REGION,
      extra: { "iam:PassedToService": service },
    });

  it("is decided by the principal's policies, with its condition keys", async () => {
    expect(await refusalOf(pass("ssm.amazonaws.com"))).toBeUndefined();
    expect(await refusalOf(pass("ec2.amazonaws.com"))).toMatchObject({ code: "AccessDenied" });
    expect(await refusalOf(pass("ssm.amazonaws.com", "other"))).toBeDefined();
  });

  it("is refused in the error format of the called service", async () => {
    const refused = authorizerFor({ identityPolicies: [] }).require(operator, "iam:PassRole", roleArn("x"), {
      region: REGION,
      service: "ssm",
    });
    expect(await refusalOf(refused)).toMatchObject({ code: "AccessDeniedException", status: 400 });
  });
});

describe("a call that needs a service-linked role", () => {
  const made = json("autoscaling", "CreateAutoScalingGroup", { AutoScalingGroupName: "g" });
  const mayMakeGroups = { Effect: "Allow", Action: "autoscaling:*", Resource: "*" };

  it("is refused if the account has none and the caller may not make it", async () => {
    const refused = await refusalOf(allowing([mayMakeGroups]).check(made));
    expect(refused?.message).toContain(
      "not authorized to perform: iam:CreateServiceLinkedRole on resource: arn:aws:iam::",
    );
  });

  it("needs no permission for a role that is there", async () => {
    const authorizer = allowing([mayMakeGroups], { roles: ["AWSServiceRoleForAutoScaling"] });
    await expect(authorizer.check(made)).resolves.toBeUndefined();
  });
});

describe("a call that names a KMS key", () => {
  const stored = json("ssm", "PutParameter", { Name: "p", Value: "v", Type: "SecureString", KeyId: "alias/mine" });
  const mayStore = { Effect: "Allow", Action: "ssm:PutParameter", Resource: "*" };
  const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;
  const known = { keys: { "alias/mine": key } };

  it("is refused if the caller may not use the key", async () => {
    expect((await refusalOf(allowing([mayStore], known).check(stored)))?.message).toContain(
      `not authorized to perform: kms:Encrypt on resource: ${key}`,
    );
  });

  it("uses the key through its service alone", async () => {
    const mayUse = (service: string) => ({
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:GenerateDataKey"],
      Resource: key,
      Condition: { StringEquals: { "kms:ViaService": `${service}.${REGION}.amazonaws.com` } },
    });
    await expect(allowing([mayStore, mayUse("ssm")], known).check(stored)).resolves.toBeUndefined();
    expect(await refusalOf(allowing([mayStore, mayUse("ec2")], known).check(stored))).toBeDefined();
  });
});
