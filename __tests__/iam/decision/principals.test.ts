import { parseTrustPolicy } from "../../../src/iam/decision/policy";
import { describePrincipals, matchPrincipal } from "../../../src/iam/decision/principals";
import type { Principal } from "../../../src/iam/decision/request";
import { APP_DEV, document, MANAGEMENT, roleArn, rootOf, sessionOf, ssm, userOf } from "./fixtures";

const root = `arn:aws:iam::${MANAGEMENT}:root`;
const operator = sessionOf(MANAGEMENT, "operator", "alice");
const operatorSession = `arn:aws:sts::${MANAGEMENT}:assumed-role/operator/alice`;
const alice = userOf(MANAGEMENT, "alice");
const aliceArn = `arn:aws:iam::${MANAGEMENT}:user/alice`;

function elementOf(statement: object) {
  const [parsed] = parseTrustPolicy(document({ Effect: "Allow", Action: "sts:AssumeRole", ...statement })).statements;
  if (parsed === undefined) {
    throw new Error("no statement");
  }
  return parsed.principals;
}

const matched = (principal: Principal, element: object | string, effect: "Allow" | "Deny" = "Allow") =>
  matchPrincipal(elementOf({ Principal: element }), principal, effect, false);

const matchedByNot = (principal: Principal, element: object | string, effect: "Allow" | "Deny", hasBoundary = false) =>
  matchPrincipal(elementOf({ NotPrincipal: element }), principal, effect, hasBoundary);

describe("a Principal element", () => {
  it("names a user by its ARN, which is case-sensitive", () => {
    expect(matched(alice, { AWS: [aliceArn] })).toBe("principal");
    expect(matched(alice, { AWS: aliceArn.replace("alice", "Alice") })).toBeUndefined();
    expect(matched(alice, { AWS: aliceArn.replace(MANAGEMENT, APP_DEV) })).toBeUndefined();
  });

  it("names a session by its own ARN or by the role's", () => {
    expect(matched(operator, { AWS: operatorSession })).toBe("principal");
    expect(matched(operator, { AWS: roleArn(MANAGEMENT, "operator") })).toBe("role");
    expect(matched(operator, { AWS: operatorSession.replace("alice", "bob") })).toBeUndefined();
  });

  it("names an account by its id or by its root's ARN", () => {
    for (const principal of [alice, operator, rootOf(MANAGEMENT)]) {
      expect(matched(principal, { AWS: MANAGEMENT })).toBe("account");
      expect(matched(principal, { AWS: root })).toBe("account");
      expect(matched(principal, { AWS: APP_DEV })).toBeUndefined();
    }
  });

  it("does not mistake a longer or shorter name for the role", () => {
    for (const name of ["operator2", "operato", "path/operator"]) {
      expect(matched(operator, { AWS: roleArn(MANAGEMENT, name) })).toBeUndefined();
    }
  });

  it("counts the most direct of several names", () => {
    expect(matched(operator, { AWS: [MANAGEMENT, operatorSession, roleArn(MANAGEMENT, "operator")] })).toBe(
      "principal",
    );
  });

  it("that names everybody means every user, session and account", () => {
    for (const principal of [alice, operator, rootOf(MANAGEMENT)]) {
      expect(matched(principal, "*")).toBe("principal");
      expect(matched(principal, { AWS: "*" })).toBe("principal");
    }
  });

  it("names a service only by its exact name", () => {
    expect(matched(ssm, { Service: ["ec2.amazonaws.com", "ssm.amazonaws.com"] })).toBe("principal");
    expect(matched(ssm, { Service: "ec2.amazonaws.com" })).toBeUndefined();
    expect(matched(ssm, { AWS: MANAGEMENT })).toBeUndefined();
    expect(matched(alice, { Service: ["ssm.amazonaws.com", aliceArn] })).toBeUndefined();
  });

  it("that names everybody does not allow services, but denies to services too", () => {
    expect(matched(ssm, "*", "Allow")).toBeUndefined();
    expect(matched(ssm, "*", "Deny")).toBe("principal");
  });

  it("that names a federated provider or canonical user matches no user, session or service", () => {
    for (const principal of [alice, operator, ssm]) {
      expect(matched(principal, { Federated: "accounts.google.com", CanonicalUser: "79a5" })).toBeUndefined();
    }
  });
});

describe("NotPrincipal with Deny", () => {
  it("excepts a user only if it lists the user's account too", () => {
    expect(matchedByNot(alice, { AWS: [aliceArn, root] }, "Deny")).toBeUndefined();
    expect(matchedByNot(alice, { AWS: [aliceArn, MANAGEMENT] }, "Deny")).toBeUndefined();
    expect(matchedByNot(alice, { AWS: aliceArn }, "Deny")).toBe("principal");
    expect(matchedByNot(alice, { AWS: root }, "Deny")).toBe("principal");
  });

  it("excepts a session only if it lists its role and account too", () => {
    const all = [operatorSession, roleArn(MANAGEMENT, "operator"), root];
    expect(matchedByNot(operator, { AWS: all }, "Deny")).toBeUndefined();
    for (const left of all) {
      expect(matchedByNot(operator, { AWS: all.filter((name) => name !== left) }, "Deny")).toBe("principal");
    }
  });

  it("never excepts a principal with a permissions boundary", () => {
    expect(matchedByNot(alice, { AWS: [aliceArn, root] }, "Deny", true)).toBe("principal");
  });

  it("excepts a service by its name", () => {
    expect(matchedByNot(ssm, { Service: "ssm.amazonaws.com" }, "Deny")).toBeUndefined();
    expect(matchedByNot(ssm, { Service: "ec2.amazonaws.com" }, "Deny")).toBe("principal");
  });
});

describe("NotPrincipal with Allow", () => {
  it("allows everybody except the principals that it names at any level", () => {
    expect(matchedByNot(alice, { AWS: APP_DEV }, "Allow")).toBe("principal");
    expect(matchedByNot(alice, { AWS: MANAGEMENT }, "Allow")).toBeUndefined();
    expect(matchedByNot(operator, { AWS: roleArn(MANAGEMENT, "operator") }, "Allow")).toBeUndefined();
    expect(matchedByNot(operator, "*", "Allow")).toBeUndefined();
  });

  it("allows no service", () => {
    expect(matchedByNot(ssm, { AWS: APP_DEV }, "Allow")).toBeUndefined();
  });
});

describe("the principals of a statement in messages", () => {
  it("are listed as a policy writes them", () => {
    expect(describePrincipals(elementOf({ Principal: { AWS: MANAGEMENT, Service: "ssm.amazonaws.com" } }))).toBe(
      `"AWS":"${MANAGEMENT}", "Service":"ssm.amazonaws.com"`,
    );
    expect(describePrincipals(elementOf({ NotPrincipal: "*" }))).toBe('everybody except "AWS":"*"');
  });
});
