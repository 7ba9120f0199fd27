/** The organization as callers change it, from the request to what the rest of the sandbox makes of it. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  DeleteOrganizationalUnitCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationalUnitCommand,
  ListAccountsForParentCommand,
  ListCreateAccountStatusCommand,
  ListParentsCommand,
  ListTagsForResourceCommand,
  MoveAccountCommand,
  OrganizationsClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateOrganizationalUnitCommand,
  type CreateAccountStatus,
} from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import {
  APP_DEV_ID,
  APP_PROD_ID,
  APP_STAGING_ID,
  exampleFleet,
  MANAGEMENT_ID,
  PARTNER_ID,
  PRODUCTION_ID,
  ROOT_ID,
  WORKLOADS_ID,
} from "../../example-fleet";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

const NOWHERE = "ou-flt1-nowhere0";

describeWith(["moto_server"], "Changes of the organization", (moto) => {
  let test: TestSandbox;
  let organizations: OrganizationsClient;
  const send = (command: unknown) =>
    (organizations.send as (command: unknown) => Promise<unknown>).call(organizations, command);
  const tagsOf = async (ResourceId: string) =>
    (await organizations.send(new ListTagsForResourceCommand({ ResourceId }))).Tags;

  beforeAll(async () => {
    test = await startTestSandbox(moto, exampleFleet());
    organizations = await test.client(OrganizationsClient, "management");
  });
  afterAll(() => test.end());

  /** Creates an account, and waits as long as AWS says that it is being created. */
  async function created(AccountName: string, Email: string, RoleName?: string): Promise<CreateAccountStatus> {
    const { CreateAccountStatus: first } = await organizations.send(
      new CreateAccountCommand({ AccountName, Email, RoleName, Tags: [{ Key: "team", Value: "a" }] }),
    );
    expect(first).toMatchObject({ State: "IN_PROGRESS", AccountName });
    expect(first).not.toHaveProperty("AccountId");
    for (;;) {
      const { CreateAccountStatus: status } = await organizations.send(
        new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: first?.Id }),
      );
      if (status?.State !== "IN_PROGRESS") return status ?? {};
      await sleep(50);
    }
  }

  describe("a created account", () => {
    let id: string;
    beforeAll(async () => {
      const status = await created("Payments / Dev", "payments@example.com", "Deploy");
      expect(status).toMatchObject({ State: "SUCCEEDED", CompletedTimestamp: expect.any(Date) as Date });
      id = status.AccountId ?? "";
    });

    it("is in the root with its address and tags, and in the list of requests", async () => {
      const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId: id }));
      expect(Account).toMatchObject({ Name: "Payments / Dev", Email: "payments@example.com", State: "ACTIVE" });
      expect(await tagsOf(id)).toEqual([{ Key: "team", Value: "a" }]);
      const { Parents } = await organizations.send(new ListParentsCommand({ ChildId: id }));
      expect(Parents).toEqual([{ Id: ROOT_ID, Type: "ROOT" }]);
      const list = new ListCreateAccountStatusCommand({ States: ["SUCCEEDED"] });
      expect((await organizations.send(list)).CreateAccountStatuses).toMatchObject([{ AccountId: id }]);
    });

    it("has the role that was asked for, which the management account assumes, and credentials under its short name", async () => {
      const sts = await test.client(STSClient, "management");
      const role = { RoleArn: `arn:aws:iam::${id}:role/Deploy`, RoleSessionName: "deploy" };
      expect((await sts.send(new AssumeRoleCommand(role))).AssumedRoleUser?.Arn).toContain(
        `:${id}:assumed-role/Deploy/`,
      );
      const own = await test.client(STSClient, "payments-dev");
      expect((await own.send(new GetCallerIdentityCommand({}))).Account).toBe(id);
    });

    it("fails if the address is another account's, whatever its case", async () => {
      expect(await created("Again", "PAYMENTS@example.com")).toMatchObject({
        ...{ State: "FAILED", FailureReason: "EMAIL_ALREADY_EXISTS" },
      });
    });

    it("may be moved, and closed: then nobody gets into it", async () => {
      const own = await test.client(STSClient, "payments-dev");
      await organizations.send(
        new MoveAccountCommand({ AccountId: id, SourceParentId: ROOT_ID, DestinationParentId: WORKLOADS_ID }),
      );
      await organizations.send(new CloseAccountCommand({ AccountId: id }));
      const described = async () => (await organizations.send(new DescribeAccountCommand({ AccountId: id }))).Account;
      expect(await described()).toMatchObject({ Status: "PENDING_CLOSURE", State: "PENDING_CLOSURE" });
      expect(await failureOf(send(new CloseAccountCommand({ AccountId: id })))).toMatchObject({
        code: "ConflictException",
      });
      await sleep(300);
      expect(await described()).toMatchObject({ Status: "SUSPENDED", State: "CLOSED" });
      expect(await failureOf(send(new CloseAccountCommand({ AccountId: id })))).toMatchObject({
        code: "AccountAlreadyClosedException",
      });
      expect(await failureOf(own.send(new GetCallerIdentityCommand({})))).toMatchObject({ status: 403 });
    });
  });

  it("creates, renames and deletes units; a unit with something in it cannot be deleted", async () => {
    const create = new CreateOrganizationalUnitCommand({
      ...{ ParentId: WORKLOADS_ID, Name: "data / lake", Tags: [{ Key: "a", Value: "b" }] },
    });
    const { OrganizationalUnit: { Id: id = "" } = {} } = await organizations.send(create);
    expect(id).toMatch(/^ou-flt1-[a-z0-9]{8}$/);
    expect(await failureOf(send(create))).toMatchObject({ code: "DuplicateOrganizationalUnitException" });
    expect(await tagsOf(id)).toEqual([{ Key: "a", Value: "b" }]);
    await organizations.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: id, Name: "lake" }));
    const place = { AccountId: APP_DEV_ID, SourceParentId: WORKLOADS_ID, DestinationParentId: id };
    await organizations.send(new MoveAccountCommand(place));
    const { Accounts } = await organizations.send(new ListAccountsForParentCommand({ ParentId: id }));
    expect(Accounts?.map(({ Id }) => Id)).toEqual([APP_DEV_ID]);
    expect(await failureOf(send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id })))).toMatchObject({
      code: "OrganizationalUnitNotEmptyException",
    });
    await organizations.send(
      new MoveAccountCommand({ ...place, SourceParentId: id, DestinationParentId: WORKLOADS_ID }),
    );
    await organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id }));
    expect(await failureOf(send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id })))).toMatchObject({
      code: "OrganizationalUnitNotFoundException",
    });
  });

  it("has no units below the fifth level", async () => {
    let ParentId = PRODUCTION_ID;
    for (const Name of ["three", "four", "five"]) {
      const { OrganizationalUnit: unit } = await organizations.send(
        new CreateOrganizationalUnitCommand({ ParentId, Name }),
      );
      ParentId = unit?.Id ?? "";
    }
    expect(await failureOf(send(new CreateOrganizationalUnitCommand({ ParentId, Name: "six" })))).toMatchObject({
      code: "ConstraintViolationException",
    });
  });

  it("changes and removes tags of accounts and of the root", async () => {
    for (const ResourceId of [APP_STAGING_ID, ROOT_ID]) {
      const before = (await tagsOf(ResourceId)) ?? [];
      const Tags = [{ Key: "windows", Value: "true" }];
      await organizations.send(new TagResourceCommand({ ResourceId, Tags }));
      expect(await tagsOf(ResourceId)).toEqual([...before, ...Tags]);
      await organizations.send(new UntagResourceCommand({ ResourceId, TagKeys: ["windows"] }));
      expect(await tagsOf(ResourceId)).toEqual(before);
    }
  });

  const from = (SourceParentId: string, DestinationParentId: string, AccountId = APP_PROD_ID) =>
    new MoveAccountCommand({ AccountId, SourceParentId, DestinationParentId });
  const tags = (ResourceId: string, ...keys: readonly string[]) =>
    new TagResourceCommand({ ResourceId, Tags: keys.map((Key) => ({ Key, Value: "v" })) });
  it.each([
    ["AccountNotFoundException", "move an account of another organization", from(ROOT_ID, WORKLOADS_ID, PARTNER_ID)],
    ["SourceParentNotFoundException", "move from a unit that is none", from(NOWHERE, WORKLOADS_ID)],
    ["SourceParentNotFoundException", "move from a unit in which it is not", from(ROOT_ID, WORKLOADS_ID)],
    ["DestinationParentNotFoundException", "move into a unit that is none", from(PRODUCTION_ID, NOWHERE)],
    ["DuplicateAccountException", "move it to where it is", from(PRODUCTION_ID, PRODUCTION_ID)],
    ["InvalidInputException", "move into something else", from(PRODUCTION_ID, "production")],
    ["TargetNotFoundException", "tag an account of another organization", tags(PARTNER_ID, "a")],
    ["InvalidInputException", "tag with a key of AWS's", tags(APP_PROD_ID, "aws:a")],
    ["InvalidInputException", "tag with a key twice", tags(APP_PROD_ID, "a", "a")],
    [
      "ConstraintViolationException",
      "have 51 tags",
      tags(APP_PROD_ID, ...Array.from({ length: 51 }, (_, i) => `${i}`)),
    ],
    [
      "ConstraintViolationException",
      "close the management account",
      new CloseAccountCommand({ AccountId: MANAGEMENT_ID }),
    ],
    [
      "ParentNotFoundException",
      "create a unit nowhere",
      new CreateOrganizationalUnitCommand({ ParentId: NOWHERE, Name: "a" }),
    ],
    [
      "InvalidInputException",
      "create an account without an address",
      new CreateAccountCommand({ AccountName: "a", Email: "" }),
    ],
    [
      "CreateAccountStatusNotFoundException",
      "ask about a request that nobody made",
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: "car-00000000" }),
    ],
  ])("answers %s to whoever wants to %s", async (code, _what, command) => {
    expect(await failureOf(send(command))).toMatchObject({ code, status: 400, attempts: 1 });
  });

  it("lets no member change anything", async () => {
    const member = await test.client(OrganizationsClient, "app-dev");
    expect(await failureOf(member.send(tags(APP_DEV_ID, "a")))).toMatchObject({ code: "AccessDeniedException" });
  });
});
