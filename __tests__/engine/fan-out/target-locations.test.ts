import { expandTargetLocations, checkTargetLocations } from "../../../src/engine/fan-out/target-locations";
import type { TargetLocation } from "../../../src/engine/records";
import { CALLER, fakePlatform, HOME } from "../fake-platform";

const ROOT = "r-abcd";
const WORKLOADS = "ou-abcd-workload";
const PRODUCTION = "ou-abcd-producti";
const [MANAGEMENT, DEV, STAGING, PROD] = ["111111111111", "222222222222", "333333333333", "444444444444"] as const;

const { organization } = fakePlatform({
  organization: {
    [ROOT]: { accounts: [MANAGEMENT], units: [WORKLOADS] },
    [WORKLOADS]: { accounts: [DEV, STAGING], units: [PRODUCTION] },
    [PRODUCTION]: { accounts: [PROD] },
  },
});

const location = (more: Partial<TargetLocation>): TargetLocation => ({
  Accounts: [DEV],
  Regions: ["eu-west-1"],
  ...more,
});
const expand = (...locations: readonly Partial<TargetLocation>[]) =>
  expandTargetLocations(locations.map(location), organization, HOME, CALLER);
/** The accounts of each location, in order. */
const accounts = async (...locations: readonly Partial<TargetLocation>[]) =>
  (await expand(...locations)).map(({ pairs }) => pairs.map(({ accountId }) => accountId));

describe("expanding target locations", () => {
  it("combines each account with each Region, once", async () => {
    const [expanded] = await expand({ Accounts: [DEV, PROD, DEV], Regions: ["eu-west-1", "us-east-1", "eu-west-1"] });
    expect(expanded?.pairs).toEqual([
      { ...HOME, accountId: DEV, region: "eu-west-1" },
      { ...HOME, accountId: DEV, region: "us-east-1" },
      { ...HOME, accountId: PROD, region: "eu-west-1" },
      { ...HOME, accountId: PROD, region: "us-east-1" },
    ]);
  });

  it("runs one pair after the other, up to the first error, by default", async () => {
    expect(await expand({})).toMatchObject([
      { maxConcurrency: "1", maxErrors: "0", executionRoleName: "AWS-SystemsManager-AutomationExecutionRole" },
    ]);
  });

  it("uses the limits and the role of each location", async () => {
    const own = { TargetLocationMaxConcurrency: "50%", TargetLocationMaxErrors: "3", ExecutionRoleName: "path/Mine" };
    expect(await expand(own, {})).toMatchObject([
      { maxConcurrency: "50%", maxErrors: "3", executionRoleName: "path/Mine" },
      { maxConcurrency: "1" },
    ]);
  });

  it("includes the accounts directly in a unit or root", async () => {
    expect(await accounts({ Accounts: [WORKLOADS] }, { Accounts: [ROOT] })).toEqual([[DEV, STAGING], [MANAGEMENT]]);
  });

  it("includes the accounts of child units with IncludeChildOrganizationUnits", async () => {
    expect(await accounts({ Accounts: [ROOT], IncludeChildOrganizationUnits: true })).toEqual([
      [MANAGEMENT, DEV, STAGING, PROD],
    ]);
  });

  it("leaves out excluded accounts, and excluded units with everything below them", async () => {
    const whole = { Accounts: [ROOT], IncludeChildOrganizationUnits: true };
    expect(
      await accounts(
        { ...whole, ExcludeAccounts: [STAGING] },
        { ...whole, ExcludeAccounts: [WORKLOADS], Regions: ["us-east-1"] },
        { Accounts: [DEV, PROD], ExcludeAccounts: [PROD], Regions: ["us-west-2"] },
      ),
    ).toEqual([[MANAGEMENT, DEV, PROD], [MANAGEMENT], [DEV]]);
  });

  it("has no pairs if everything is excluded", async () => {
    expect(await accounts({ Accounts: [PRODUCTION], ExcludeAccounts: [PROD] })).toEqual([[]]);
  });

  it("does not run twice in a pair that two locations have", async () => {
    expect(await accounts({ Accounts: [DEV] }, { Accounts: [WORKLOADS] })).toEqual([[DEV], [STAGING]]);
  });

  it("keeps such a pair if the later location has targets of its own", async () => {
    const targets = [{ Key: "tag:Role", Values: ["web"] }];
    expect(await accounts({}, { Targets: targets }, { Targets: targets })).toEqual([[DEV], [DEV], []]);
  });

  it("looks up a unit once even if several locations name it, and no accounts", async () => {
    const asked: string[] = [];
    const counting = {
      accountsUnder: (_location: unknown, _identity: unknown, parentId: string, deep: boolean) => {
        asked.push(`${parentId} ${deep}`);
        return Promise.resolve([DEV]);
      },
    };
    const units = [{ Accounts: [WORKLOADS] }, { Accounts: [WORKLOADS, PROD], Regions: ["us-east-1"] }, {}];
    await expandTargetLocations(units.map(location), counting, HOME, CALLER);
    expect(asked).toEqual([`${WORKLOADS} false`]);
  });

  it("fails with the error of AWS Organizations", async () => {
    await expect(expand({ Accounts: ["ou-abcd-notthere"] })).rejects.toMatchObject({ name: "ApiCallError" });
  });
});

describe("checking target locations", () => {
  const many = (count: number) => Array.from({ length: count }, (_item, index) => String(index).padStart(12, "0"));

  it.each<[string, Partial<TargetLocation>, string]>([
    ["no accounts", { Accounts: [] }, "accounts' failed to satisfy constraint: Member must have length greater"],
    [
      "too many accounts",
      { Accounts: many(51) },
      "accounts' failed to satisfy constraint: Member must have length less",
    ],
    ["no Regions", { Regions: [] }, "regions' failed"],
    ["a role's ARN", { ExecutionRoleName: "arn:aws:iam::1:role/x" }, "executionRoleName' failed"],
    ["an excluded root", { ExcludeAccounts: [ROOT] }, "excludeAccounts.1.member' failed"],
    ["a concurrency of 0", { TargetLocationMaxConcurrency: "0" }, "targetLocationMaxConcurrency' failed"],
    ["errors in words", { TargetsMaxErrors: "none" }, "targetsMaxErrors' failed"],
    ["six targets", { Targets: many(6).map((Key) => ({ Key, Values: [] })) }, "targets' failed"],
  ])("rejects %s", (_what, more, message) => {
    expect(() => checkTargetLocations([location({}), location(more)])).toThrow(
      expect.objectContaining({
        code: "ValidationException",
        message: expect.stringContaining(`at 'targetLocations.2.member.${message}`) as string,
      }) as Error,
    );
  });

  it("reports all faults at once", () => {
    expect(() => checkTargetLocations([location({ Accounts: [], Regions: [] })])).toThrow(
      /^2 validation errors detected: Value '\[\]' at 'targetLocations\.1\.member\.accounts'.*; Value '\[\]' at /,
    );
  });

  it("treats members that the request leaves out as null", () => {
    const bare = {} as TargetLocation;
    expect(() => checkTargetLocations([bare])).toThrow(
      "Value null at 'targetLocations.1.member.accounts' failed to satisfy constraint: Member must not be null",
    );
  });

  it("rejects an empty list of locations, and more than 100", () => {
    expect(() => checkTargetLocations([])).toThrow("'targetLocations' failed");
    expect(() => checkTargetLocations(Array.from({ length: 101 }, () => location({})))).toThrow(
      "'targetLocations' failed",
    );
  });

  it.each([
    [{ Accounts: ["12345678901"] }, '"12345678901"; give the id of an account'],
    [{ Accounts: ["app-dev"] }, '"app-dev"; give the id of an account'],
    [{ Regions: ["Ireland"] }, '"Ireland"; give the name of a Region'],
  ])("rejects %j as an invalid target", (more, message) => {
    expect(() => checkTargetLocations([location(more)])).toThrow(
      expect.objectContaining({ code: "InvalidTarget", message: expect.stringContaining(message) as string }) as Error,
    );
  });

  it.each(["us-gov-west-1", "cn-north-1", "ap-southeast-4", "us-iso-east-1"])(
    "knows %s for a Region's name",
    (region) => {
      expect(() => checkTargetLocations([location({ Regions: [region] })])).not.toThrow();
    },
  );
});
