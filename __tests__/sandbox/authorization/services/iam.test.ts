import { ACCOUNT, requiredPermissionsOf, operator, query, roleArn } from "../fixtures";

const own = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
const POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

describe("IAM", () => {
  it.each<[string, Record<string, string>, string]>([
    ["ListRoles", {}, "*"],
    ["GetRole", { RoleName: "web" }, roleArn("service/web")],
    ["CreateRole", { RoleName: "db", Path: "/service/" }, roleArn("service/db")],
    ["CreateRole", { RoleName: "db" }, roleArn("db")],
    ["AttachRolePolicy", { RoleName: "web", PolicyArn: POLICY }, roleArn("service/web")],
    ["ListInstanceProfilesForRole", { RoleName: "web" }, roleArn("service/web")],
    ["CreateInstanceProfile", { InstanceProfileName: "p" }, own("instance-profile/p")],
    ["RemoveRoleFromInstanceProfile", { InstanceProfileName: "p", RoleName: "web" }, own("instance-profile/p")],
    ["AddUserToGroup", { GroupName: "g", UserName: "u" }, own("group/g")],
    ["ListGroupsForUser", { UserName: "u" }, own("user/u")],
    ["GetPolicyVersion", { PolicyArn: POLICY, VersionId: "v1" }, POLICY],
    ["CreatePolicy", { PolicyName: "p" }, own("policy/p")],
    [
      "CreateServiceLinkedRole",
      { AWSServiceName: "ssm.amazonaws.com" },
      roleArn("aws-service-role/ssm.amazonaws.com/*"),
    ],
  ])("asks about the resource of %s %j", async (operation, parameters, resource) => {
    const required = await requiredPermissionsOf(query("iam", operation, parameters), {
      iam: { web: roleArn("service/web") },
    });
    expect(required).toEqual([`iam:${operation} ${resource}`]);
  });

  it("treats a call about users without a name as one about the caller", async () => {
    expect(await requiredPermissionsOf(query("iam", "GetUser", {}, { caller: operator }))).toEqual([
      `iam:GetUser ${operator.arn}`,
    ]);
  });

  it("requires permission to pass a role to an instance profile", async () => {
    const asked = query("iam", "AddRoleToInstanceProfile", { InstanceProfileName: "p", RoleName: "web" });
    expect(await requiredPermissionsOf(asked)).toEqual([
      `iam:AddRoleToInstanceProfile ${own("instance-profile/p")}`,
      `iam:PassRole ${roleArn("web")}`,
    ]);
  });
});
