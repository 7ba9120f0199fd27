import {
  DeregisterDelegatedAdministratorCommand,
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListChildrenCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  LeaveOrganizationCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import {
  APP_DEV_ID,
  APP_PROD_ID,
  APP_STAGING_ID,
  exampleFleet,
  MANAGEMENT_ID,
  ORGANIZATION_ID,
  PARTNER_ID,
  PRODUCTION_ID,
  ROOT_ID,
  WORKLOADS_ID,
} from "../../example-fleet";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

describeWith(["moto_server"], "Organizations", (moto) => {
  let test: TestSandbox;
  let organizations: OrganizationsClient;
  beforeAll(async () => {
    const fleet = exampleFleet();
    const administratorAccount = fleet.memberAccounts[1];
    if (administratorAccount === undefined) throw new Error("The example fleet has three member accounts.");
    test = await startTestSandbox(moto, { ...fleet, administratorAccount });
    organizations = await test.client(OrganizationsClient, "management");
  });
  afterAll(() => test.end());

  it("has the ids of the fleet file", async () => {
    const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({
      Id: ORGANIZATION_ID,
      MasterAccountId: MANAGEMENT_ID,
      FeatureSet: "ALL",
      Arn: `arn:aws:organizations::${MANAGEMENT_ID}:organization/${ORGANIZATION_ID}`,
    });
    const { Roots } = await organizations.send(new ListRootsCommand({}));
    expect(Roots?.map(({ Id }) => Id)).toEqual([ROOT_ID]);
    const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId: APP_DEV_ID }));
    expect(Account).toMatchObject({ Name: "app-dev", Status: "ACTIVE", JoinedTimestamp: expect.any(Date) as Date });
  });

  it("has the organizational units of the fleet file with their nesting", async () => {
    const under = async (ParentId: string) => {
      const units = await organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId }));
      const accounts = await organizations.send(new ListAccountsForParentCommand({ ParentId }));
      return [units.OrganizationalUnits?.map(({ Id }) => Id), accounts.Accounts?.map(({ Id }) => Id)];
    };
    expect(await under(ROOT_ID)).toEqual([[WORKLOADS_ID], [MANAGEMENT_ID]]);
    expect(await under(WORKLOADS_ID)).toEqual([[PRODUCTION_ID], [APP_DEV_ID, APP_STAGING_ID]]);
    expect(await under(PRODUCTION_ID)).toEqual([[], [APP_PROD_ID]]);

    const children = new ListChildrenCommand({ ParentId: WORKLOADS_ID, ChildType: "ORGANIZATIONAL_UNIT" });
    expect((await organizations.send(children)).Children).toEqual([{ Id: PRODUCTION_ID, Type: "ORGANIZATIONAL_UNIT" }]);
    const parents = await organizations.send(new ListParentsCommand({ ChildId: PRODUCTION_ID }));
    expect(parents.Parents).toEqual([{ Id: WORKLOADS_ID, Type: "ORGANIZATIONAL_UNIT" }]);
    const top = await organizations.send(new ListParentsCommand({ ChildId: WORKLOADS_ID }));
    expect(top.Parents).toEqual([{ Id: ROOT_ID, Type: "ROOT" }]);
    const unit = new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: PRODUCTION_ID });
    expect((await organizations.send(unit)).OrganizationalUnit).toMatchObject({ Name: "production" });
  });

  it("returns long lists in pages", async () => {
    const pages: (string | undefined)[][] = [];
    for await (const { Accounts = [] } of paginateListAccounts({ client: organizations, pageSize: 3 }, {})) {
      pages.push(Accounts.map(({ Id }) => Id));
    }
    expect(pages).toEqual([[MANAGEMENT_ID, APP_DEV_ID, APP_STAGING_ID], [APP_PROD_ID]]);
  });

  it("returns the accounts' tags and the delegated administrators", async () => {
    const { Tags } = await organizations.send(new ListTagsForResourceCommand({ ResourceId: APP_DEV_ID }));
    expect(Tags).toEqual([{ Key: "project", Value: "fleetbook" }]);
    const delegated = await organizations.send(
      new ListDelegatedAdministratorsCommand({ ServicePrincipal: "ssm.amazonaws.com" }),
    );
    expect(delegated.DelegatedAdministrators?.map(({ Id }) => Id)).toEqual([APP_STAGING_ID]);
    const services = await organizations.send(
      new ListDelegatedServicesForAccountCommand({ AccountId: APP_STAGING_ID }),
    );
    expect(services.DelegatedServices?.map(({ ServicePrincipal }) => ServicePrincipal)).toEqual(["ssm.amazonaws.com"]);
    const access = await organizations.send(new ListAWSServiceAccessForOrganizationCommand({}));
    expect(access.EnabledServicePrincipals?.map(({ ServicePrincipal }) => ServicePrincipal)).toEqual([
      "ssm.amazonaws.com",
    ]);
  });

  it("can be read by the delegated administrator too, and only described by other members", async () => {
    const delegated = await test.client(OrganizationsClient, "app-staging");
    expect((await delegated.send(new ListAccountsCommand({}))).Accounts).toHaveLength(4);
    const member = await test.client(OrganizationsClient, "app-dev");
    expect(await failureOf(member.send(new ListAccountsCommand({})))).toMatchObject({ code: "AccessDeniedException" });
    expect((await member.send(new DescribeOrganizationCommand({}))).Organization?.Id).toBe(ORGANIZATION_ID);
  });

  describe("registers delegated administrators:", () => {
    const ofSsm = (AccountId: string) => ({ AccountId, ServicePrincipal: "ssm.amazonaws.com" });
    const all = async () => {
      const { DelegatedAdministrators = [] } = await organizations.send(new ListDelegatedAdministratorsCommand({}));
      return DelegatedAdministrators.map(({ Id }) => Id);
    };

    it("an account may read the organization from then on, until it is deregistered", async () => {
      const member = await test.client(OrganizationsClient, "app-dev");
      await organizations.send(new RegisterDelegatedAdministratorCommand(ofSsm(APP_DEV_ID)));
      expect(await all()).toEqual([APP_STAGING_ID, APP_DEV_ID]);
      expect((await member.send(new ListAccountsCommand({}))).Accounts).toHaveLength(4);
      await organizations.send(new DeregisterDelegatedAdministratorCommand(ofSsm(APP_DEV_ID)));
      expect(await failureOf(member.send(new ListAccountsCommand({})))).toMatchObject({
        code: "AccessDeniedException",
      });
    });

    it("the account of the fleet file can be deregistered and registered again", async () => {
      await organizations.send(new DeregisterDelegatedAdministratorCommand(ofSsm(APP_STAGING_ID)));
      expect(await all()).toEqual([]);
      await organizations.send(new RegisterDelegatedAdministratorCommand(ofSsm(APP_STAGING_ID)));
      expect(await all()).toEqual([APP_STAGING_ID]);
    });

    it("for every service that the management account gives trusted access", async () => {
      const service = { ServicePrincipal: "config.amazonaws.com" };
      const call = organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: "config" }));
      expect(await failureOf(call)).toMatchObject({ code: "InvalidInputException" });
      await organizations.send(new EnableAWSServiceAccessCommand(service));
      await organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId: APP_DEV_ID, ...service }));
      await organizations.send(new DeregisterDelegatedAdministratorCommand({ AccountId: APP_DEV_ID, ...service }));
      await organizations.send(new DisableAWSServiceAccessCommand(service));
    });

    it.each([
      ["AccountAlreadyRegisteredException", ofSsm(APP_STAGING_ID)],
      ["AccountNotFoundException", ofSsm(PARTNER_ID)],
      ["ConstraintViolationException", ofSsm(MANAGEMENT_ID)],
      ["ConstraintViolationException", { AccountId: APP_DEV_ID, ServicePrincipal: "config.amazonaws.com" }],
      ["InvalidInputException", ofSsm("1")],
    ])("answers %s to %j", async (code, input) => {
      const call = organizations.send(new RegisterDelegatedAdministratorCommand(input));
      expect(await failureOf(call)).toMatchObject({ code });
    });

    it("answers AccountNotRegisteredException where there is none to deregister", async () => {
      const call = organizations.send(new DeregisterDelegatedAdministratorCommand(ofSsm(APP_DEV_ID)));
      expect(await failureOf(call)).toMatchObject({ code: "AccountNotRegisteredException" });
    });

    it("only the management account may", async () => {
      const delegated = await test.client(OrganizationsClient, "app-staging");
      const call = delegated.send(new RegisterDelegatedAdministratorCommand(ofSsm(APP_DEV_ID)));
      expect(await failureOf(call)).toMatchObject({ code: "AccessDeniedException" });
    });
  });

  it("does not exist for an account outside the organization", async () => {
    const partner = await test.client(OrganizationsClient, "partner");
    expect(await failureOf(partner.send(new DescribeOrganizationCommand({})))).toMatchObject({
      code: "AWSOrganizationsNotInUseException",
    });
    expect(await failureOf(organizations.send(new DescribeAccountCommand({ AccountId: PARTNER_ID })))).toMatchObject({
      code: "AccountNotFoundException",
    });
  });

  it.each([
    ["ParentNotFoundException", () => new ListAccountsForParentCommand({ ParentId: "ou-flt1-nowhere0" })],
    ["InvalidInputException", () => new ListAccountsForParentCommand({ ParentId: "nowhere" })],
    ["InvalidInputException", () => new ListAccountsForParentCommand({ ParentId: ROOT_ID, MaxResults: 21 })],
    ["InvalidInputException", () => new ListAccountsForParentCommand({ ParentId: ROOT_ID, NextToken: "made up" })],
  ])("answers %s", async (code, command) => {
    expect(await failureOf(organizations.send(command()))).toMatchObject({ code, status: 400, attempts: 1 });
  });

  it.each([
    ["ChildNotFoundException", new ListParentsCommand({ ChildId: PARTNER_ID })],
    [
      "OrganizationalUnitNotFoundException",
      new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: "ou-flt1-nowhere0" }),
    ],
    ["TargetNotFoundException", new ListTagsForResourceCommand({ ResourceId: PARTNER_ID })],
    ["AccountNotRegisteredException", new ListDelegatedServicesForAccountCommand({ AccountId: APP_DEV_ID })],
    ["NotImplemented", new LeaveOrganizationCommand({})],
  ])("answers %s to what is not there", async (code, command) => {
    const send = organizations.send.bind(organizations) as (command: unknown) => Promise<unknown>;
    expect(await failureOf(send(command))).toMatchObject({ code });
  });
});
