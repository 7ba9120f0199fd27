import { conditionKeys, principalName, type Principal, type RequestContext } from "../../../src/iam/decision/request";
import { MANAGEMENT, roleArn, rootOf, sessionOf, ssm, userOf } from "./fixtures";

const keysOf = (principal: Principal, context: RequestContext = {}) =>
  Object.fromEntries(conditionKeys({ principal, action: "sts:AssumeRole", resource: "*", context }));

describe("the condition keys of a request", () => {
  it("name the role of a session, not the session itself", () => {
    expect(keysOf(sessionOf(MANAGEMENT, "operator"))).toEqual({
      "aws:principalaccount": [MANAGEMENT],
      "aws:principalarn": [roleArn(MANAGEMENT, "operator")],
      "aws:principaltype": ["AssumedRole"],
      "aws:principalisawsservice": ["false"],
    });
  });

  it("have the name of a user without its path", () => {
    expect(keysOf(userOf(MANAGEMENT, "team/alice"))).toMatchObject({
      "aws:username": ["alice"],
      "aws:principaltype": ["User"],
      "aws:principalarn": [`arn:aws:iam::${MANAGEMENT}:user/team/alice`],
    });
  });

  it("have the principal type Account for the root user", () => {
    expect(keysOf(rootOf(MANAGEMENT))).toMatchObject({
      "aws:principaltype": ["Account"],
      "aws:principalarn": [`arn:aws:iam::${MANAGEMENT}:root`],
    });
  });

  it("name the service and no account for an AWS service", () => {
    expect(keysOf(ssm)).toEqual({
      "aws:principalisawsservice": ["true"],
      "aws:principalservicename": ["ssm.amazonaws.com"],
      "aws:principalservicenameslist": ["ssm.amazonaws.com"],
    });
  });

  it("are overridden by those of the context in any case, and leave out keys without values", () => {
    const context = { "AWS:USERNAME": "bob", "aws:SourceAccount": "1", "aws:TagKeys": [] };
    const keys = keysOf(userOf(MANAGEMENT, "alice"), context);
    expect(keys["aws:username"]).toEqual(["bob"]);
    expect(keys["aws:sourceaccount"]).toEqual(["1"]);
    expect(keys).not.toHaveProperty("aws:tagkeys");
  });
});

describe("the name of a principal in messages", () => {
  it("is its ARN, or the name of the service", () => {
    expect([userOf("1", "a"), sessionOf("1", "r", "s"), rootOf("1"), ssm].map(principalName)).toEqual([
      "arn:aws:iam::1:user/a",
      "arn:aws:sts::1:assumed-role/r/s",
      "arn:aws:iam::1:root",
      "ssm.amazonaws.com",
    ]);
  });
});
