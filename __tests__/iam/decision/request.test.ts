import { conditionKeys, principalName, type Principal, type RequestContext } from "../../../src/iam/decision/request";
import { MANAGEMENT, roleArn, rootOf, sessionOf, ssm, userOf } from "./fixtures";

const keysOf = (principal: Principal, context: RequestContext = {}) =>
  Object.fromEntries(conditionKeys({ principal, action: "sts:AssumeRole", resource: "*", context }));

describe("condition keys", () => {
  it("of a session name the role, not the session", () => {
    expect(keysOf(sessionOf(MANAGEMENT, "operator"))).toEqual({
      "aws:principalaccount": [MANAGEMENT],
      "aws:principalarn": [roleArn(MANAGEMENT, "operator")],
      "aws:principaltype": ["AssumedRole"],
      "aws:principalisawsservice": ["false"],
    });
  });

  it("of a user have its friendly name without the path", () => {
    expect(keysOf(userOf(MANAGEMENT, "team/alice"))).toMatchObject({
      "aws:username": ["alice"],
      "aws:principaltype": ["User"],
      "aws:principalarn": [`arn:aws:iam::${MANAGEMENT}:user/team/alice`],
    });
  });

  it("of the root user say that it is the account", () => {
    expect(keysOf(rootOf(MANAGEMENT))).toMatchObject({
      "aws:principaltype": ["Account"],
      "aws:principalarn": [`arn:aws:iam::${MANAGEMENT}:root`],
    });
  });

  it("of a service name it and no account", () => {
    expect(keysOf(ssm)).toEqual({
      "aws:principalisawsservice": ["true"],
      "aws:principalservicename": ["ssm.amazonaws.com"],
      "aws:principalservicenameslist": ["ssm.amazonaws.com"],
    });
  });

  it("of the context replace them, whatever their case; one with no values is not there", () => {
    const context = { "AWS:USERNAME": "bob", "aws:SourceAccount": "1", "aws:TagKeys": [] };
    const keys = keysOf(userOf(MANAGEMENT, "alice"), context);
    expect(keys["aws:username"]).toEqual(["bob"]);
    expect(keys["aws:sourceaccount"]).toEqual(["1"]);
    expect(keys).not.toHaveProperty("aws:tagkeys");
  });
});

describe("the name of a principal in messages", () => {
  it("is the ARN it calls with, or the service's name", () => {
    expect([userOf("1", "a"), sessionOf("1", "r", "s"), rootOf("1"), ssm].map(principalName)).toEqual([
      "arn:aws:iam::1:user/a",
      "arn:aws:sts::1:assumed-role/r/s",
      "arn:aws:iam::1:root",
      "ssm.amazonaws.com",
    ]);
  });
});
