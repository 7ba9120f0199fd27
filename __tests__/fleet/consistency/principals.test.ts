import { EXAMPLE, example, load, onlyProblem } from "../fleet-file";

const withReaders = (list: string) => example(["principal: user/fleetbook-operator", `principal: ${list}`]);

describe("reader.principal", () => {
  it("may be a list of users and roles, of the administrator account or by their ARNs", () => {
    const fleet = load(withReaders("[user/operator, role/sso/auditor, arn:aws:iam::222222222222:role/collector]"));
    expect(fleet.readerPrincipalArns).toEqual([
      "arn:aws:iam::111111111111:user/operator",
      "arn:aws:iam::111111111111:role/sso/auditor",
      "arn:aws:iam::222222222222:role/collector",
    ]);
  });

  it.each([
    ["an empty list", "[]", "reader.principal is []; expected at least 1"],
    [
      "a principal that is listed twice",
      "[user/a, user/a]",
      'reader.principal[1] is "user/a", which reader.principal[0]',
    ],
    ["a malformed principal of a list", "[user/a, group/b]", 'reader.principal[1] is "group/b"'],
    [
      "a principal of a list that is outside the organization",
      "[user/a, arn:aws:iam::999999999999:role/b]",
      "reader.principal[1] is in account 999999999999",
    ],
  ])("names %s", (_, list, message) => {
    expect(onlyProblem(withReaders(list)).message).toContain(message);
  });
});

const withApprovers = (list: string) => `${EXAMPLE}\napprover:\n  principal: ${list}\n`;

describe("approver.principal", () => {
  it("may be left out: then there are no approver roles", () => {
    expect(load(EXAMPLE).approverPrincipalArns).toEqual([]);
  });

  it("names users and roles of the administrator account", () => {
    expect(load(withApprovers("role/on-call")).approverPrincipalArns).toEqual([
      "arn:aws:iam::111111111111:role/on-call",
    ]);
  });

  it("may not be outside the organization", () => {
    expect(onlyProblem(withApprovers("arn:aws:iam::999999999999:role/b")).message).toContain(
      "approver.principal is in account 999999999999",
    );
  });
});
