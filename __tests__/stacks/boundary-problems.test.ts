import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PermissionsBoundary } from "../../src/fleet/model";
import { boundaryProblems, unknownBoundaries } from "../../stacks/boundary-problems";
import { permissionProblems } from "../../stacks/permission-problems";
import { exampleFleet, runbooks } from "./example-fleet";

const INSTANCES = "arn:aws:ec2:ap-northeast-1:222222222222:instance/*";
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-boundary-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const boundaryOf = (content: string): PermissionsBoundary => {
  const document = join(folder, "boundary.json");
  writeFileSync(document, content);
  return { policy: "team-boundary", document };
};
const documentOf = (...statements: object[]): PermissionsBoundary =>
  boundaryOf(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
const rolesWith = (boundary: PermissionsBoundary, ...accounts: string[]) =>
  accounts.map((account) => ({
    account,
    arn: "arn:aws:iam::222222222222:role/team/FleetbookRunbook-reboot",
    boundary,
    statements: [
      { actions: ["ec2:RebootInstances"], resources: [INSTANCES] },
      { actions: ["ec2:DescribeInstances"], resources: ["*"] },
    ],
  }));
const messages = (boundary: PermissionsBoundary) =>
  boundaryProblems(rolesWith(boundary, "app-dev")).map(({ message }) => message);
const ALLOW_ALL = { Effect: "Allow", Action: "*", Resource: "*" };
const FORBIDS_REBOOT =
  "It forbids ec2:RebootInstances, which the role FleetbookRunbook-reboot needs in account app-dev.";

describe("a permissions boundary", () => {
  it("forbids what it does not allow", () => {
    expect(messages(documentOf({ Effect: "Allow", Action: "ec2:Describe*", Resource: "*" }))).toEqual([FORBIDS_REBOOT]);
  });

  it("forbids what it denies", () => {
    const deny = { Effect: "Deny", Action: "ec2:Reboot*", Resource: "arn:aws:ec2:*:*:instance/*" };
    expect(messages(documentOf(ALLOW_ALL, deny))).toEqual([FORBIDS_REBOOT]);
  });

  it("forbids nothing that depends on a condition, because only an execution shows whether it is met", () => {
    const Condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    expect(messages(documentOf(ALLOW_ALL, { Effect: "Deny", Action: "*", Resource: "*", Condition }))).toEqual([]);
    expect(messages(documentOf({ ...ALLOW_ALL, Condition }))).toEqual([]);
  });

  it("is named once for all accounts", () => {
    const boundary = documentOf({ Effect: "Allow", Action: "s3:*", Resource: "*" });
    expect(boundaryProblems(rolesWith(boundary, "app-dev", "app-prod"))).toEqual([
      {
        place: "permissions boundary team-boundary",
        message:
          "It forbids ec2:DescribeInstances, ec2:RebootInstances, which the role FleetbookRunbook-reboot needs in the accounts app-dev, app-prod.",
        remedy: expect.stringContaining("roles.permissionsBoundary") as string,
      },
    ]);
  });

  it.each([
    ["is not there", { policy: "team-boundary", document: "/no/such/boundary.json" }, "cannot be read"],
    ["is not a policy", undefined, "is not a policy"],
  ])("is refused if its document %s", (_why, boundary, message) => {
    expect(() => messages(boundary ?? boundaryOf("{}"))).toThrow(message);
  });

  it("is known without a document if it is a common one of AWS", () => {
    const aws = (name: string) => ({ policy: `arn:aws:iam::aws:policy/${name}`, document: undefined });
    const byName = { policy: "team-boundary", document: undefined };
    expect(unknownBoundaries([aws("AdministratorAccess"), aws("PowerUserAccess"), byName, aws("Other")])).toEqual([
      "team-boundary",
      "arn:aws:iam::aws:policy/Other",
    ]);
  });
});

it("the boundary PowerUserAccess keeps an execution role from passing itself", () => {
  const boundary = { policy: "arn:aws:iam::aws:policy/PowerUserAccess", document: undefined };
  const memberAccounts = exampleFleet.memberAccounts.map((account) => ({
    ...account,
    amiSharing: undefined,
    roles: { ...account.roles, permissionsBoundary: boundary },
  }));
  expect(permissionProblems({ ...exampleFleet, memberAccounts }, runbooks).map(({ message }) => message)).toEqual([
    "It forbids iam:PassRole, which the role AWS-SystemsManager-AutomationExecutionRole needs in the accounts app-dev, app-staging, app-prod.",
  ]);
});
