import { CreateRoleCommand, CreateUserCommand, PutRolePolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { SystemClock } from "../../../../src/engine/clock";
import { AutomationEngine } from "../../../../src/engine/engine";
import { ApiCallError } from "../../../../src/engine/errors";
import { sandboxPlatform } from "../../../../src/sandbox/systems-manager/automation/platform";
import { automationService } from "../../../../src/sandbox/systems-manager/automation/service";
import { sandboxAuthorizer } from "../../../../src/sandbox/authorization/sandbox-authorizer";
import { builtInDocuments } from "../../../../src/sandbox/systems-manager/documents/amazon";
import { documentService } from "../../../../src/sandbox/systems-manager/documents/service";
import { DocumentStore } from "../../../../src/sandbox/systems-manager/documents/store";
import { UserBoundaries } from "../../../../src/sandbox/identities/user-boundaries";
import { PrincipalTable } from "../../../../src/sandbox/identities/principals";
import type { Handler, ServiceLayer } from "../../../../src/sandbox/protocol/message";
import { DelegatedAdministrators } from "../../../../src/sandbox/services/organizations/delegated-administrators";
import { ImageStore } from "../../../../src/sandbox/services/ec2/images/image-store";
import { ssmSharing } from "../../../../src/sandbox/systems-manager/documents/sharing";
import { describeWith } from "../../../requires";
import {
  APP_DEV_ID,
  APP_PROD_ID,
  APP_STAGING_ID,
  exampleFleet,
  HOME_REGION,
  MANAGEMENT_ID,
  ORGANIZATION_ID,
  ROOT_ID,
  WORKLOADS_ID,
} from "../../example-fleet";
import { jsonClient, type JsonClient } from "../../json-client";
import { startTestMoto, type TestMoto } from "../../test-moto";

const ADMINISTRATION_ROLE = "AWS-SystemsManager-AutomationAdministrationRole";
const EXECUTION_ROLE = "AWS-SystemsManager-AutomationExecutionRole";
const roleArn = (accountId: string, name: string) => `arn:aws:iam::${accountId}:role/${name}`;

const DOCUMENT = {
  schemaVersion: "0.3",
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: { AutomationAssumeRole: { type: "String", default: "" }, InstanceId: { type: "String", default: "" } },
  mainSteps: [
    {
      name: "wait",
      action: "aws:branch",
      inputs: {
        Choices: [{ NextStep: "end", Variable: "{{ InstanceId }}", StringEquals: "i-broken" }],
        Default: "rest",
      },
    },
    { name: "rest", action: "aws:sleep", isEnd: true, inputs: { Duration: "PT0.01S" } },
    {
      name: "end",
      action: "aws:changeInstanceState",
      isEnd: true,
      inputs: { InstanceIds: ["{{ InstanceId }}"], DesiredState: "stopped" },
    },
  ],
};

interface Execution {
  readonly AutomationExecutionId: string;
  readonly AutomationExecutionStatus: string;
  readonly DocumentName: string;
  readonly ExecutedBy: string;
  readonly Target?: string;
  readonly FailureMessage?: string;
  readonly StepExecutions: readonly {
    readonly StepName: string;
    readonly StepStatus: string;
    readonly FailureMessage?: string;
    readonly Outputs?: Readonly<Record<string, readonly string[]>>;
  }[];
}

describeWith(["moto_server"], "Automation across accounts", (command) => {
  let test: TestMoto;
  let layer: ServiceLayer;
  let management: JsonClient;
  let next: Handler;
  const clientOf = (accountId: string) => jsonClient(layer, { accountId, next });

  beforeAll(async () => {
    test = await startTestMoto(command);
    const { moto } = test;
    const fleet = exampleFleet();
    const iamOf = (accountId: string) => moto.iam(accountId, HOME_REGION);
    const ssmOf = (accountId: string, region: string) => moto.ssm(accountId, region);
    const toMoto: Handler = (request) => moto.send(request.caller.accountId, request);
    const principals = new PrincipalTable();
    const boundaries = new UserBoundaries();
    const authorizer = sandboxAuthorizer({
      fleet,
      iamOf,
      boundaries,
      ec2Of: (accountId, region) => moto.ec2(accountId, region),
      images: new ImageStore(fleet),
      send: toMoto,
    });
    const stored = { ssmOf, amazon: builtInDocuments() };
    const notHere = () => Promise.reject(new ApiCallError("NotHere", "Not in this test.", "Call"));
    const platform = sandboxPlatform({
      fleet,
      delegated: new DelegatedAdministrators(fleet),
      clock: new SystemClock(),
      sts: { fleet, principals, iamOf, boundaries, isClosed: () => false },
      authorizer,
      documents: new DocumentStore(stored),
      world: {
        api: () => ({ call: notHere }),
        scripts: () => ({ run: notHere }),
        commands: () => ({ run: notHere }),
        targets: ({ accountId }) => ({
          resolve: () => Promise.resolve(accountId === APP_PROD_ID ? ["i-1", "i-2"] : ["i-3"]),
        }),
      },
    });
    const automation = automationService({ engine: new AutomationEngine(platform), platform });
    const documents = documentService({ ...stored, owners: () => [], send: moto.send });
    layer = (request, after) => automation(request, (passed) => documents(passed, after));
    const sharing = ssmSharing({ ssmOf, asAccount: moto.send });
    next = (request) => sharing(request, toMoto);
    management = clientOf(MANAGEMENT_ID);

    const all = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
    for (const accountId of [MANAGEMENT_ID, APP_DEV_ID, APP_PROD_ID, APP_STAGING_ID]) {
      await iamOf(accountId).send(new CreateUserCommand({ UserName: "dev" }));
      await iamOf(accountId).send(
        new PutUserPolicyCommand({ UserName: "dev", PolicyName: "all", PolicyDocument: all }),
      );
    }
    const role = async (accountId: string, RoleName: string, trusts: object[], allows: object[]) => {
      const AssumeRolePolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: trusts.map((trust) => ({ Effect: "Allow", Action: "sts:AssumeRole", ...trust })),
      });
      const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: allows.map((allow) => ({ Effect: "Allow", Resource: "*", ...allow })),
      });
      await iamOf(accountId).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      await iamOf(accountId).send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
    };
    const ssm = { Principal: { Service: "ssm.amazonaws.com" } };
    await role(
      MANAGEMENT_ID,
      ADMINISTRATION_ROLE,
      [{ ...ssm, Condition: { ArnLike: { "aws:SourceArn": "arn:aws:ssm:*:*:automation-execution/*" } } }],
      [
        { Action: "sts:AssumeRole", Resource: `arn:aws:iam::*:role/${EXECUTION_ROLE}` },
        { Action: ["organizations:ListAccountsForParent", "organizations:ListChildren"] },
      ],
    );
    await role(MANAGEMENT_ID, "not-for-ssm", [{ Principal: { Service: "ec2.amazonaws.com" } }], [{ Action: "ssm:*" }]);
    for (const accountId of [APP_DEV_ID, APP_PROD_ID]) {
      await role(
        accountId,
        EXECUTION_ROLE,
        [
          {
            Principal: { AWS: roleArn(MANAGEMENT_ID, ADMINISTRATION_ROLE) },
            Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION_ID } },
          },
          {
            ...ssm,
            Condition: {
              StringEquals: { "aws:SourceAccount": accountId },
              ArnLike: { "aws:SourceArn": `arn:aws:ssm:*:${accountId}:automation-execution/*` },
            },
          },
        ],
        [{ Action: "ssm:*" }, { Action: "iam:PassRole", Resource: roleArn(accountId, EXECUTION_ROLE) }],
      );
    }
    await management("CreateDocument", {
      Name: "check",
      Content: JSON.stringify(DOCUMENT),
      DocumentType: "Automation",
      TargetType: "/AWS::EC2::Instance",
    });
    await management("ModifyDocumentPermission", {
      Name: "check",
      PermissionType: "Share",
      AccountIdsToAdd: [APP_DEV_ID, APP_PROD_ID, APP_STAGING_ID],
    });
  });
  afterAll(() => test.end());

  const ended = async (call: JsonClient, id: string): Promise<Execution> => {
    for (;;) {
      const { AutomationExecution: found } = await call<{ AutomationExecution: Execution }>("GetAutomationExecution", {
        AutomationExecutionId: id,
      });
      if (!["Pending", "InProgress"].includes(found.AutomationExecutionStatus)) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const start = async (input: object, call = management): Promise<string> =>
    (await call<{ AutomationExecutionId: string }>("StartAutomationExecution", { DocumentName: "check", ...input }))
      .AutomationExecutionId;
  const across = {
    Parameters: { AutomationAssumeRole: [roleArn(MANAGEMENT_ID, ADMINISTRATION_ROLE)] },
    TargetParameterName: "InstanceId",
    Targets: [{ Key: "tag:ssm-automation", Values: ["true"] }],
    TargetLocations: [
      {
        Accounts: [WORKLOADS_ID],
        IncludeChildOrganizationUnits: true,
        Regions: [HOME_REGION],
        TargetLocationMaxErrors: "1",
        TargetLocationMaxConcurrency: "3",
      },
    ],
  };
  const childrenOf = async (call: JsonClient, id: string): Promise<readonly Execution[]> =>
    (
      await call<{ AutomationExecutionMetadataList: Execution[] }>("DescribeAutomationExecutions", {
        Filters: [{ Key: "ParentExecutionId", Values: [id] }],
      })
    ).AutomationExecutionMetadataList;

  it("runs in every account with an execution role, and names the account without one", async () => {
    const parent = await ended(management, await start(across));
    expect(parent).toMatchObject({
      AutomationExecutionStatus: "Success",
      DocumentName: "check",
      ProgressCounters: { TotalSteps: 3, SuccessSteps: 2, FailedSteps: 1 },
    });
    const failed = parent.StepExecutions.filter(({ StepStatus }) => StepStatus === "Failed");
    expect(failed).toMatchObject([
      {
        StepName: expect.stringContaining(APP_STAGING_ID) as string,
        FailureMessage: expect.stringContaining(
          `The provided role: ${roleArn(APP_STAGING_ID, EXECUTION_ROLE)} can't be assumed.`,
        ) as string,
      },
    ]);

    const inProduction = clientOf(APP_PROD_ID);
    const [child, ...others] = await childrenOf(inProduction, parent.AutomationExecutionId);
    expect(others).toEqual([]);
    expect(child).toMatchObject({
      AutomationExecutionStatus: "Success",
      DocumentName: `arn:aws:ssm:${HOME_REGION}:${MANAGEMENT_ID}:document/check`,
    });
    const grandchildren = await childrenOf(inProduction, child?.AutomationExecutionId ?? "");
    expect(grandchildren.map(({ Target }) => Target).sort()).toEqual(["i-1", "i-2"]);
    await expect(
      management("GetAutomationExecution", { AutomationExecutionId: child?.AutomationExecutionId }),
    ).rejects.toMatchObject({ code: "AutomationExecutionNotFoundException" });
  });

  it("previews its targets, and names the account without an execution role", async () => {
    const ExecutionInputs = { Automation: across };
    const started = await management("StartExecutionPreview", { DocumentName: "check", ExecutionInputs });
    let answer: Readonly<Record<string, unknown>>;
    do {
      await new Promise((resolve) => setImmediate(resolve));
      answer = await management("GetExecutionPreview", started);
    } while (answer["Status"] === "InProgress");
    expect(answer).toMatchObject({
      Status: "Failed",
      StatusMessage: expect.stringMatching(new RegExp(`for ${APP_STAGING_ID} in ${HOME_REGION}: [^;]*$`)) as string,
      ExecutionPreview: { Automation: { TargetPreviews: [{ Count: 3 }], TotalAccounts: 3 } },
    });
  });

  it.each<[string, object, string, RegExp]>([
    [
      "a role that does not trust Systems Manager",
      { Parameters: { AutomationAssumeRole: [roleArn(MANAGEMENT_ID, "not-for-ssm")] } },
      "InvalidAutomationExecutionParametersException",
      /^The defined assume role is unable to be assumed\./,
    ],
    [
      "a role that does not exist",
      { Parameters: { AutomationAssumeRole: [roleArn(MANAGEMENT_ID, "gone")] } },
      "InvalidAutomationExecutionParametersException",
      /^The defined assume role is unable to be assumed\./,
    ],
    [
      "a parameter that is not the ARN of a role",
      { Parameters: { AutomationAssumeRole: ["admin"] } },
      "InvalidAutomationExecutionParametersException",
      /^The format of the supplied assume role ARN is invalid/,
    ],
    [
      "a role of another account",
      { Parameters: { AutomationAssumeRole: [roleArn(APP_DEV_ID, EXECUTION_ROLE)] } },
      "AccessDeniedException",
      /Cross-account pass role is not allowed/,
    ],
    [
      "a parameter that the document does not have",
      { Parameters: { Colour: ["red"] } },
      "InvalidAutomationExecutionParametersException",
      /Colour/,
    ],
    [
      "a target parameter that the document does not have",
      { ...across, TargetLocations: undefined, TargetParameterName: "instanceid" },
      "InvalidAutomationExecutionParametersException",
      /instanceid/,
    ],
    ["a document that does not exist", { DocumentName: "gone" }, "AutomationDefinitionNotFoundException", /gone/],
    [
      "a version that does not exist",
      { DocumentVersion: "7" },
      "AutomationDefinitionVersionNotFoundException",
      /check/,
    ],
    [
      "a Command document",
      { DocumentName: "AWS-RunShellScript" },
      "AutomationDefinitionNotFoundException",
      /AWS-RunShellScript/,
    ],
  ])("refuses %s", async (_, input, code, message) => {
    await expect(start(input)).rejects.toMatchObject({
      code,
      status: 400,
      message: expect.stringMatching(message) as string,
    });
  });

  it("requires that the caller has permission to pass the role", async () => {
    const { moto } = test;
    const iam = moto.iam(APP_DEV_ID, HOME_REGION);
    const document = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "iam:PassRole", Resource: "*" }] };
    const [UserName, PolicyName, PolicyDocument] = ["dev", "deny", JSON.stringify(document)];
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
    const Parameters = { AutomationAssumeRole: [roleArn(APP_DEV_ID, EXECUTION_ROLE)] };
    const DocumentName = `arn:aws:ssm:${HOME_REGION}:${MANAGEMENT_ID}:document/check`;
    await expect(start({ DocumentName, Parameters }, clientOf(APP_DEV_ID))).rejects.toMatchObject({
      code: "AccessDeniedException",
      message: expect.stringContaining("is not authorized to perform: iam:PassRole on resource:") as string,
    });
  });

  it("cannot read the organization from a member account", async () => {
    const DocumentName = `arn:aws:ssm:${HOME_REGION}:${MANAGEMENT_ID}:document/check`;
    const TargetLocations = [{ Accounts: [ROOT_ID], Regions: [HOME_REGION] }];
    const member = clientOf(APP_PROD_ID);
    const { AutomationExecutionStatus, FailureMessage } = await ended(
      member,
      await start({ DocumentName, TargetLocations }, member),
    );
    expect({ AutomationExecutionStatus, FailureMessage }).toEqual({
      AutomationExecutionStatus: "Failed",
      FailureMessage: expect.stringContaining("You don't have permissions to access this resource.") as string,
    });
  });

  it("starts one execution for one ClientToken, and refuses another request with the same token", async () => {
    const ClientToken = "00000000-0000-4000-8000-00000000000a";
    const id = await start({ ClientToken });
    expect(await start({ ClientToken })).toBe(id);
    await expect(start({ ClientToken, DocumentVersion: "1" })).rejects.toMatchObject({
      code: "IdempotentParameterMismatch",
    });
  });

  it("refuses to stop an execution that has ended", async () => {
    const id = await start({});
    await ended(management, id);
    await expect(management("StopAutomationExecution", { AutomationExecutionId: id })).rejects.toMatchObject({
      code: "InvalidAutomationStatusUpdateException",
    });
  });
});
