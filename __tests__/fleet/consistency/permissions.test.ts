import { example, onlyProblem, problems } from "../fleet-file";

const CENTRAL = "  - name: check-os\n";
const withPermissions = (permissions: string): string =>
  example([CENTRAL, `${CENTRAL}    permissions: ${permissions}\n`]);
const withStatement = (actions: string, resources: string): string =>
  withPermissions(`{ statements: [{ actions: [${actions}], resources: [${resources}] }] }`);
const REBOOT = '"arn:aws:ec2:*:{{ global:ACCOUNT_ID }}:instance/*"';

describe("permissions that are written by hand", () => {
  it("are actions on ARNs, or on everything if AWS has no resources for the action", () => {
    expect(problems(withStatement("ec2:RebootInstances", REBOOT))).toEqual([]);
    expect(problems(withStatement("ec2:DescribeInstances", '"*"'))).toEqual([]);
  });

  it.each(["ec2:*", "ec2:Reboot*", '"*"'])("may not have the wildcard action %s", (action) => {
    expect(onlyProblem(withStatement(action, REBOOT)).message).toContain("expected an IAM action without wildcards");
  });

  it("may not allow everything what can be allowed on single resources", () => {
    expect(onlyProblem(withStatement("ec2:RebootInstances", '"*"')).message).toBe(
      'centralRunbooks[0].permissions.statements[0].resources[0] is "*", but ec2:RebootInstances can be allowed on single resources.',
    );
  });

  it("may not name an action that does not exist", () => {
    const problem = onlyProblem(withStatement("ec2:RebotInstances", REBOOT));
    expect(problem.message).toContain('is "ec2:RebotInstances", but AWS documents no such IAM action.');
    expect(problem.remedy).toBe('Did you mean "ec2:RebootInstances"?');
  });

  it("may not have a resource that is no ARN", () => {
    expect(onlyProblem(withStatement("ec2:RebootInstances", "instance/*")).message).toContain("expected an ARN");
  });
});

describe("a managed policy", () => {
  it.each(["team-policy", "team/policy", '"arn:aws:iam::aws:policy/ReadOnlyAccess"'])("may be %s", (policy) => {
    expect(problems(withPermissions(`{ managedPolicies: [${policy}] }`))).toEqual([]);
  });

  it.each([
    ["has no known form", '"policy: x"', "expected the name of a managed policy"],
    ["belongs to another account", '"arn:aws:iam::222222222222:policy/team"', "is a policy of account 222222222222"],
    ["belongs to another partition", '"arn:aws-cn:iam::aws:policy/ReadOnlyAccess"', "is in partition aws-cn"],
  ])("is refused if it %s", (_why, policy, message) => {
    expect(onlyProblem(withPermissions(`{ managedPolicies: [${policy}] }`)).message).toContain(message);
  });
});

describe("the permissions boundary of an account's roles", () => {
  const ofAppDev = (boundary: string): string =>
    example(["    name: app-dev\n", `    name: app-dev\n    roles: { permissionsBoundary: ${boundary} }\n`]);

  it("may be a policy of the account itself, by its name or by its ARN", () => {
    expect(problems(ofAppDev("team-boundary"))).toEqual([]);
    expect(problems(ofAppDev('"arn:aws:iam::222222222222:policy/team"'))).toEqual([]);
  });

  it("is refused if it is a policy of another account", () => {
    const problem = onlyProblem(ofAppDev('{ policy: "arn:aws:iam::333333333333:policy/team" }'));
    expect(problem.message).toContain("memberAccounts[0].roles.permissionsBoundary.policy is a policy of account");
    expect(problem.remedy).toContain('Write its name, "team"');
  });
});

it("the path of roles has a slash at both ends", () => {
  const text = example(["defaults:\n", "defaults:\n  roles: { path: team }\n"]);
  expect(onlyProblem(text).message).toContain('defaults.roles.path is "team"; expected a path of IAM');
});

it("roles may not have tags with a key that AWS reserves", () => {
  const text = example(["defaults:\n", 'defaults:\n  roles: { tags: { "aws:owner": x } }\n']);
  expect(onlyProblem(text).message).toContain('AWS reserves keys that begin with "aws:"');
});
