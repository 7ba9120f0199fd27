import fc from "fast-check";
import {
  fillVariables,
  literalString,
  matchesAction,
  matchesArn,
  matchesGlob,
  matchesResource,
  plainPattern,
} from "../../../src/iam/decision/patterns";

const glob = (pattern: string, value: string) => matchesGlob(plainPattern(pattern), value);
const arn = (pattern: string, value: string) => matchesArn(plainPattern(pattern), value);
const resource = (pattern: string, value: string) => matchesResource(plainPattern(pattern), value);

describe("wildcards in a pattern", () => {
  it.each([
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["*", "anything\nat all", true],
    ["?", "", false],
    ["?", "a", true],
    ["?", "ab", false],
    ["a*c", "abbbc", true],
    ["a*c", "abbbcd", false],
    ["*ab", "aab", true],
    ["a*b*c", "a-b-b-c", true],
    ["a**c", "ac", true],
    ["a.c", "abc", false],
    ["Role", "role", false],
  ])("%j against %j: %s", (pattern, value, expected) => {
    expect(glob(pattern, value)).toBe(expected);
  });

  it("match as a regular expression would", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`);
        expect(glob(pattern, value)).toBe(expression.test(value));
      }),
    );
  });

  it("match in little time even with many stars", () => {
    expect(glob("*a".repeat(50), "a".repeat(2000) + "b")).toBe(false);
  });
});

describe("an action", () => {
  it.each(["sts:AssumeRole", "STS:assumerole", "sts:*", "sts:Assume*", "*", "sts:AssumeRol?"])(
    "sts:AssumeRole is named by %s",
    (pattern) => {
      expect(matchesAction(pattern, "sts:AssumeRole")).toBe(true);
    },
  );

  it.each(["sts:AssumeRoleWithSAML", "s3:*", "AssumeRole", "sts:AssumeRole "])(
    "sts:AssumeRole is not named by %j",
    (pattern) => {
      expect(matchesAction(pattern, "sts:AssumeRole")).toBe(false);
    },
  );
});

describe("an ARN", () => {
  const execution = "arn:aws:ssm:ap-northeast-1:222222222222:automation-execution/0a1b";

  it.each([
    "arn:aws:ssm:*:222222222222:automation-execution/*",
    "arn:*:*:*:*:*",
    "arn:aws:s?m:*:*:*0a1b",
    "*",
    execution,
  ])("matches %s", (pattern) => {
    expect(arn(pattern, execution)).toBe(true);
  });

  it.each([
    "arn:aws:ssm:*:333333333333:automation-execution/*",
    "arn:aws:ssm:*:automation-execution/*",
    "arn:aws:ssm:*",
    "arn:AWS:ssm:*:222222222222:automation-execution/*",
    "",
  ])("does not match %j", (pattern) => {
    expect(arn(pattern, execution)).toBe(false);
  });

  it("is compared segment by segment, so a star does not match a colon", () => {
    const value = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
    const pattern = "arn:aws:someservice:*:111122223333:finance/*";
    expect(arn(pattern, value)).toBe(false);
    expect(glob(pattern, value)).toBe(true);
  });

  it("may have colons in its last segment", () => {
    expect(arn("arn:aws:logs:*:*:log-group:*", "arn:aws:logs:eu-west-1:111111111111:log-group:a:b")).toBe(true);
  });

  it("pattern does not match a value that is not an ARN", () => {
    expect(arn("arn:*:*:*:*:*", "arn:aws:ssm")).toBe(false);
  });
});

describe("a resource", () => {
  const role = "arn:aws:iam::222222222222:role/AWS-SystemsManager-AutomationExecutionRole";

  it.each([
    "*",
    "arn:aws:iam::*:role/AWS-SystemsManager-AutomationExecutionRole",
    "arn:aws:iam::*:role/*",
    "arn:aws:iam",
  ])("is included by %s", (pattern) => {
    expect(resource(pattern, role)).toBe(true);
  });

  it.each(["arn:aws:iam::*:role/aws-systemsmanager-automationexecutionrole", "arn:aws:iam::*:user/*", "arn:aws:s3"])(
    "is not included by %s",
    (pattern) => {
      expect(resource(pattern, role)).toBe(false);
    },
  );

  it("of an action without resources is *, which only * includes", () => {
    expect(resource("*", "*")).toBe(true);
    expect(resource("arn:aws:iam::*:role/*", "*")).toBe(false);
  });
});

describe("a policy variable", () => {
  const keys = new Map([
    ["aws:principalaccount", ["111111111111"]],
    ["aws:username", ["a*b"]],
    ["aws:tagkeys", ["one", "two"]],
    ["ec2:name", ["x:y"]],
  ]);
  const filled = (string: string) => {
    const pattern = fillVariables(string, keys);
    return pattern && literalString(pattern);
  };

  it("is replaced by the value of its key, in any case", () => {
    expect(filled("arn:aws:s3:::${AWS:PrincipalAccount}/${aws:principalaccount}!")).toBe(
      "arn:aws:s3:::111111111111/111111111111!",
    );
  });

  it("is replaced by its default only if the key has no value", () => {
    expect(filled("${aws:userid, 'anonymous'}")).toBe("anonymous");
    expect(filled("${aws:PrincipalAccount, 'anonymous'}")).toBe("111111111111");
  });

  it("makes the pattern undefined if it has no value and no default", () => {
    expect(filled("${aws:userid}")).toBeUndefined();
    expect(filled("${}")).toBeUndefined();
  });

  it("cannot be a multivalued key", () => {
    expect(filled("${aws:TagKeys}")).toBeUndefined();
  });

  it("can be *, ? or $, which mean the characters themselves", () => {
    const pattern = fillVariables("${*}${?}${$}*", keys) ?? [];
    expect(matchesGlob(pattern, "*?$ and more")).toBe(true);
    expect(matchesGlob(pattern, "ab$ and more")).toBe(false);
  });

  it("adds no wildcards with its value", () => {
    const pattern = fillVariables("${aws:username}", keys) ?? [];
    expect(matchesGlob(pattern, "a*b")).toBe(true);
    expect(matchesGlob(pattern, "axb")).toBe(false);
  });

  it("does not shift the segments of an ARN if its value has a colon", () => {
    const pattern = fillVariables("arn:aws:ec2:${ec2:name}:*:*", keys) ?? [];
    expect(matchesArn(pattern, "arn:aws:ec2:x:y:a:b")).toBe(false);
  });
});
