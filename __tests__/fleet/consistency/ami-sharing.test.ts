import { accountOf } from "../../stacks/example-fleet";
import { example, load, onlyProblem, problems } from "../fleet-file";

const shareWith = (list: string) => example(["shareWith: [partner]", `shareWith: ${list}`]);
const sharingOf = (list: string) => accountOf(load(shareWith(list)), "app-dev").amiSharing;

describe("amiSharing.shareWith", () => {
  it("may name accounts, organizational units and the organization", () => {
    const list = "[partner, '333333333333', {organizationalUnit: workloads/production}, organization]";
    expect(sharingOf(list)).toMatchObject({
      accountIds: ["555555555555", "333333333333"],
      organizationalUnitIds: ["ou-flt1-producti"],
      wholeOrganization: true,
    });
  });

  it("shares with no unit and not with the organization by default", () => {
    expect(sharingOf("[partner]")).toMatchObject({ organizationalUnitIds: [], wholeOrganization: false });
  });

  it("may be given in the management account, with an EC2 target", () => {
    const sharing = "name: management\n  ec2Target: true\n  amiSharing: { shareWith: [organization] }";
    expect(load(example(["name: management", sharing])).managementAccount.amiSharing).toMatchObject({
      prefix: "fleetbook",
      accountIds: [],
      wholeOrganization: true,
    });
  });

  it("needs an EC2 target in the management account too", () => {
    const sharing = "name: management\n  amiSharing: { shareWith: [organization] }";
    expect(onlyProblem(example(["name: management", sharing])).message).toContain(
      "managementAccount.amiSharing shares images of the account's EC2 target, but the account has none",
    );
  });

  it.each([
    ["an unknown unit", "[{organizationalUnit: workloads/prod}]", 'is "workloads/prod", which organization.organ'],
    [
      "a unit that is named twice",
      "[{organizationalUnit: workloads}, {organizationalUnit: workloads}]",
      "already uses",
    ],
    ["an account that is named twice", "[partner, partner]", "already uses"],
    ["a key that a recipient does not have", "[{ou: workloads}]", '"organizationalUnit"'],
    [
      "more accounts than fit into a parameter",
      `[${Array.from({ length: 40 }, (_, index) => `"${900000000000 + index}"`).join(", ")}]`,
      "names 40 accounts, which are 519 characters in the runbook's parameter; AWS allows 512",
    ],
  ])("is reported for %s", (_, list, message) => {
    expect(
      problems(shareWith(list))
        .map((problem) => problem.message)
        .join("\n"),
    ).toContain(message);
  });

  it("is reported for an account whose name means the organization", () => {
    const file = example(
      ["shareWith: [partner]", "shareWith: [organization]"],
      ["name: partner", "name: organization"],
    );
    expect(onlyProblem(file).message).toContain("is the name of an account and also means the whole organization");
  });
});
