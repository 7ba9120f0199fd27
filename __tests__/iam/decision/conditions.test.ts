import { checkConditions } from "../../../src/iam/decision/conditions";
import type { LanguageVersion } from "../../../src/iam/decision/policy";
import { conditionKeys, type RequestContext } from "../../../src/iam/decision/request";
import { ssm } from "./fixtures";

/** Checks the condition `operator: { key: values }` against the context. */
function check(
  operator: string,
  values: string | readonly string[],
  context: RequestContext,
  { key = "test:Key", version = "2012-10-17" }: { key?: string; version?: LanguageVersion } = {},
) {
  const keys = conditionKeys({ principal: ssm, action: "sts:AssumeRole", resource: "*", context });
  return checkConditions([{ operator, key, values: [values].flat() }], { version, keys });
}

const outcome = (operator: string, values: string | readonly string[], value?: string | readonly string[]) =>
  check(operator, values, value === undefined ? {} : { "test:key": value }).outcome;

describe("condition operators", () => {
  it.each([
    ["StringEquals", "a", "a", "A"],
    ["StringEquals", "*", "*", "a"],
    ["StringNotEquals", "a", "A", "a"],
    ["StringEqualsIgnoreCase", "aB", "Ab", "abc"],
    ["StringNotEqualsIgnoreCase", "aB", "abc", "Ab"],
    ["StringLike", "a*", "abc", "Abc"],
    ["StringNotLike", "a?c", "abbc", "abc"],
    ["ArnEquals", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", "arn:aws:iam::1:role/xy"],
    ["ArnLike", "arn:aws:iam::*:role/x*", "arn:aws:iam::1:role/xy", "arn:aws:iam::1:a:role/xy"],
    ["ArnNotEquals", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/y", "arn:aws:iam::1:role/x"],
    ["ArnNotLike", "arn:aws:iam::*:role/x*", "arn:aws:iam::1:role/y", "arn:aws:iam::1:role/xy"],
    ["Bool", "true", "True", "false"],
    ["NumericEquals", "10", "10.0", "11"],
    ["NumericNotEquals", "10", "11", "10.0"],
    ["NumericLessThan", "10", "9", "10"],
    ["NumericLessThanEquals", "10", "10", "10.5"],
    ["NumericGreaterThan", "-1", "0", "-1"],
    ["NumericGreaterThanEquals", "10", "10", "9"],
    ["DateEquals", "2026-01-01T00:00:00Z", "1767225600", "1767225601"],
    ["DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-02", "2026-01-01T09:00:00+09:00"],
    ["DateLessThan", "2026", "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"],
    ["DateLessThanEquals", "2026-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"],
    ["DateGreaterThan", "2026-01-01", "2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z"],
    ["DateGreaterThanEquals", "1767225600", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z"],
    ["IpAddress", "203.0.113.0/24", "203.0.113.255", "203.0.114.0"],
    ["IpAddress", "203.0.113.7", "203.0.113.7", "203.0.113.8"],
    ["IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", "2001:db8:1234:5679::1"],
    ["IpAddress", "::/0", "2001:db8::1", "203.0.113.1"],
    ["IpAddress", "0.0.0.0/0", "203.0.113.1", "2001:db8::1"],
    ["NotIpAddress", "203.0.113.0/24", "203.0.114.0", "203.0.113.1"],
    ["NotIpAddress", "::/0", "203.0.113.1", "2001:db8::1"],
  ])("%s %s is met by %s and not by %s", (operator, expected, right, wrong) => {
    expect(outcome(operator, expected, right)).toBe("met");
    expect(outcome(operator, expected, wrong)).toBe("not-met");
  });

  it("are met by any of the policy's values, and negated ones only by a value that is none of them", () => {
    expect(outcome("StringEquals", ["a", "b"], "b")).toBe("met");
    expect(outcome("StringNotEquals", ["a", "b"], "b")).toBe("not-met");
    expect(outcome("StringNotEquals", ["a", "b"], "c")).toBe("met");
  });

  it("are not met by a value of the request that has another type", () => {
    expect(outcome("NumericLessThan", "10", "few")).toBe("not-met");
    expect(outcome("DateLessThan", "2026-01-01", "yesterday")).toBe("not-met");
    expect(outcome("IpAddress", "0.0.0.0/0", "localhost")).toBe("not-met");
  });

  it("find the key in any case", () => {
    expect(check("StringEquals", "a", { "TEST:KEY": "a" }).outcome).toBe("met");
  });
});

describe("a key that the request does not have", () => {
  it.each([
    "StringEquals",
    "StringLike",
    "StringEqualsIgnoreCase",
    "ArnLike",
    "ArnEquals",
    "ForAnyValue:StringEquals",
    "ForAnyValue:StringNotEquals",
  ])("does not meet %s", (operator) => {
    expect(outcome(operator, "arn:aws:iam::1:role/x")).toBe("not-met");
  });

  it("does not meet Bool, numeric, date and IP address operators", () => {
    expect(outcome("Bool", "false")).toBe("not-met");
    expect(outcome("NumericLessThan", "1")).toBe("not-met");
    expect(outcome("DateLessThan", "2026-01-01")).toBe("not-met");
    expect(outcome("IpAddress", "0.0.0.0/0")).toBe("not-met");
  });

  it.each(["StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase", "ArnNotLike", "ArnNotEquals"])(
    "meets %s",
    (operator) => {
      expect(outcome(operator, "arn:aws:iam::1:role/x")).toBe("met");
    },
  );

  it("meets negated numeric, date and IP address operators", () => {
    expect(outcome("NumericNotEquals", "1")).toBe("met");
    expect(outcome("DateNotEquals", "2026-01-01")).toBe("met");
    expect(outcome("NotIpAddress", "0.0.0.0/0")).toBe("met");
  });

  it("meets every operator with IfExists, which compares an existing key as usual", () => {
    expect(outcome("StringEqualsIfExists", "a")).toBe("met");
    expect(outcome("StringNotEqualsIfExists", "a")).toBe("met");
    expect(outcome("StringEqualsIfExists", "a", "a")).toBe("met");
    expect(outcome("StringEqualsIfExists", "a", "b")).toBe("not-met");
    expect(outcome("StringNotEqualsIfExists", "a", "a")).toBe("not-met");
  });

  it("is assumed for a key with an empty list of values", () => {
    expect(outcome("StringEquals", "a", [])).toBe("not-met");
    expect(outcome("StringNotEquals", "a", [])).toBe("met");
  });
});

describe("the Null operator", () => {
  it("tests whether the key is missing", () => {
    expect(outcome("Null", "true")).toBe("met");
    expect(outcome("Null", "false")).toBe("not-met");
    expect(outcome("Null", "true", "a")).toBe("not-met");
    expect(outcome("Null", "false", "a")).toBe("met");
  });

  it("takes a key with an empty value for present, such as a tag without a value", () => {
    expect(outcome("Null", "false", "")).toBe("met");
    expect(outcome("Null", "true", "")).toBe("not-met");
  });

  it("takes a multivalued key with nothing but empty values for missing", () => {
    const key = "aws:TagKeys";
    expect(check("Null", "true", { [key]: [""] }, { key }).outcome).toBe("met");
    expect(check("Null", "true", { [key]: ["Team"] }, { key }).outcome).toBe("not-met");
  });

  it("is not understood with a value other than true or false, or with IfExists", () => {
    expect(outcome("Null", "yes")).toBe("not-understood");
    expect(outcome("NullIfExists", "true")).toBe("not-understood");
  });
});

describe("multivalued keys", () => {
  it("meet ForAnyValue if one value matches", () => {
    expect(outcome("ForAnyValue:StringEquals", ["a", "b"], ["x", "b"])).toBe("met");
    expect(outcome("ForAnyValue:StringEquals", ["a", "b"], ["x", "y"])).toBe("not-met");
  });

  it("meet ForAllValues only if all values match", () => {
    expect(outcome("ForAllValues:StringLike", ["a*", "b"], ["a1", "a2", "b"])).toBe("met");
    expect(outcome("ForAllValues:StringLike", ["a*", "b"], ["a1", "c"])).toBe("not-met");
  });

  it("meet ForAllValues but not ForAnyValue if there are no values", () => {
    for (const none of [undefined, [], "", [""]]) {
      expect(outcome("ForAllValues:StringEquals", "a", none)).toBe("met");
      expect(outcome("ForAnyValue:StringEquals", "a", none)).toBe("not-met");
    }
  });

  it("are compared value by value with negated operators", () => {
    expect(outcome("ForAllValues:StringNotEquals", "a", ["b", "c"])).toBe("met");
    expect(outcome("ForAllValues:StringNotEquals", "a", ["a", "c"])).toBe("not-met");
    expect(outcome("ForAnyValue:StringNotEquals", "a", ["a", "c"])).toBe("met");
    expect(outcome("ForAnyValue:StringNotEquals", "a", ["a"])).toBe("not-met");
  });

  it.each(["aws:PrincipalOrgPaths", "aws:TagKeys", "aws:CalledVia", "sts:TransitiveTagKeys"])(
    "are not understood without a set operator, however many values the request has: %s",
    (key) => {
      for (const values of [[], ["a"], ["a", "b"]]) {
        expect(check("StringEquals", "a", { [key]: values }, { key }).outcome).toBe("not-understood");
      }
    },
  );

  it("of other names are not understood without a set operator if the request has several values", () => {
    expect(check("StringEquals", "a", { "test:key": ["a", "b"] })).toEqual({
      outcome: "not-understood",
      reason: expect.stringContaining("ForAllValues or ForAnyValue") as string,
    });
  });
});

describe("policy variables in conditions", () => {
  const context = { "test:key": "me-1", "test:name": "me" };

  it("are replaced by their values", () => {
    expect(check("StringEquals", "${test:name}-1", context).outcome).toBe("met");
    expect(check("StringLike", "${test:name}-*", context).outcome).toBe("met");
    expect(check("StringLike", "${test:name}-${*}", context).outcome).toBe("not-met");
  });

  it("are plain characters in the older version of the policy language", () => {
    expect(check("StringEquals", "${test:name}-1", context, { version: "2008-10-17" }).outcome).toBe("not-met");
  });

  it("equal nothing if they have no value, so that only inverted operators are met", () => {
    for (const operator of [
      "StringEquals",
      "StringEqualsIgnoreCase",
      "StringLike",
      "ArnLike",
      "ForAnyValue:StringEquals",
    ]) {
      expect(check(operator, "${test:other}", context)).toMatchObject({
        outcome: "not-met",
        reason: expect.stringContaining("a policy variable in it has no value") as string,
      });
    }
    for (const operator of [
      "StringNotEquals",
      "StringNotEqualsIgnoreCase",
      "StringNotLike",
      "ArnNotEquals",
      "ArnNotLike",
    ]) {
      expect(check(operator, "${test:other}", context).outcome).toBe("met");
      expect(check(operator, "${test:other}", {}).outcome).toBe("met");
      expect(check(`ForAllValues:${operator}`, "${test:other}", context).outcome).toBe("met");
    }
  });

  it("without a value do not make an inverted operator hold for a value that is listed beside them", () => {
    expect(check("StringNotEquals", ["${test:other}", "me-1"], context).outcome).toBe("not-met");
  });
});

describe("a condition that is not understood", () => {
  it.each(["StringIs", "stringequals", "ForSomeValues:StringEquals", "IfExists", "BinaryEquals"])(
    "is one with the operator %s",
    (operator) => {
      expect(check(operator, "a", { "test:key": "a" })).toEqual({
        outcome: "not-understood",
        reason: `its condition ${operator} test:Key has an operator that the sandbox does not know`,
      });
    },
  );

  it.each([
    ["NumericEquals", "ten"],
    ["DateEquals", "2026-*"],
    ["DateEquals", "01/02/2026"],
    ["Bool", "maybe"],
    ["IpAddress", "203.0.113.0/33"],
    ["IpAddress", "203.0.*"],
  ])("is %s with the value %s", (operator, value) => {
    expect(outcome(operator, value, "1")).toBe("not-understood");
  });
});

describe("several conditions together", () => {
  const keys = conditionKeys({
    principal: ssm,
    action: "a:B",
    resource: "*",
    context: { "test:a": "1", "test:b": "2" },
  });
  const both = (first: string, second: string, operator = "StringEquals") =>
    checkConditions(
      [
        { operator, key: "test:a", values: [first] },
        { operator: "StringEquals", key: "test:b", values: [second] },
      ],
      { version: "2012-10-17", keys },
    ).outcome;

  it("must all be met", () => {
    expect(both("1", "2")).toBe("met");
    expect(both("1", "x")).toBe("not-met");
    expect(both("x", "2")).toBe("not-met");
  });

  it("are not met if one is not met, even if another one is not understood", () => {
    expect(both("1", "2", "StringIs")).toBe("not-understood");
    expect(both("1", "x", "StringIs")).toBe("not-met");
  });
});

describe("the reason why a condition is not met", () => {
  it("names the operator, the key, the expected value and the actual one", () => {
    expect(check("StringEquals", "o-a", { "aws:PrincipalOrgID": "o-b" }, { key: "aws:PrincipalOrgID" })).toEqual({
      outcome: "not-met",
      reason: 'its condition StringEquals aws:PrincipalOrgID expects "o-a", the request has "o-b"',
    });
  });

  it("says that a key is missing", () => {
    expect(check("ArnLike", ["arn:a", "arn:b"], {}, { key: "aws:SourceArn" })).toEqual({
      outcome: "not-met",
      reason: 'its condition ArnLike aws:SourceArn expects "arn:a" or "arn:b", the request does not have this key',
    });
  });

  it("names the values that a negated operator excludes", () => {
    expect(check("StringNotEquals", "a", { "test:key": "a" })).toMatchObject({
      reason: 'its condition StringNotEquals test:Key expects none of "a", the request has "a"',
    });
  });

  it("says whether Null expects the key to be present", () => {
    expect(check("Null", "false", {})).toMatchObject({
      reason: "its condition Null test:Key expects the key to be present, the request does not have it",
    });
    expect(check("Null", "true", { "test:key": "a" })).toMatchObject({
      reason: 'its condition Null test:Key expects the key to be absent, the request has "a"',
    });
  });
});
