import type { AutomationDocument } from "../../../../src/document/model";
import { ApiCallError } from "../../../../src/engine/errors";
import type { Platform } from "../../../../src/engine/ports";
import { previewOperations } from "../../../../src/sandbox/systems-manager/automation/preview-operations";
import { serveJson } from "../../../../src/sandbox/protocol/json";
import { fakePlatform, type Fakes } from "../../../engine/fake-platform";
import {
  APP_DEV_ID,
  APP_PROD_ID,
  APP_STAGING_ID,
  HOME_REGION,
  MANAGEMENT_ID,
  PRODUCTION_ID,
  WORKLOADS_ID,
} from "../../example-fleet";
import { jsonClient, type JsonClient } from "../../json-client";

const ADMINISTRATION_ROLE = `arn:aws:iam::${MANAGEMENT_ID}:role/AWS-SystemsManager-AutomationAdministrationRole`;

const document: AutomationDocument = {
  schemaVersion: "0.3",
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: {
    AutomationAssumeRole: { type: "String", default: "" },
    InstanceId: { type: "String" },
  },
  mainSteps: [
    { name: "look", action: "aws:executeAwsApi", inputs: { Service: "ec2", Api: "DescribeInstances" } },
    { name: "stop", action: "aws:executeAwsApi", inputs: { Service: "ec2", Api: "stop_instances" } },
    { name: "run", action: "aws:runCommand", inputs: { DocumentName: "AWS-RunShellScript" } },
  ],
};

const shared = (name: string) => ({ name, version: "1", targetType: "/AWS::EC2::Instance", document });
const arn = `arn:aws:ssm:${HOME_REGION}:${MANAGEMENT_ID}:document/check-os`;

const fakes: Fakes = {
  documents: { "check-os": shared("check-os"), [arn]: shared(arn) },
  targets: (_, { location }) => (location.accountId === APP_PROD_ID ? ["i-1", "i-2"] : ["i-3"]),
  organization: {
    [WORKLOADS_ID]: { accounts: [APP_DEV_ID, APP_STAGING_ID], units: [PRODUCTION_ID] },
    [PRODUCTION_ID]: { accounts: [APP_PROD_ID] },
  },
};

function clientOf(platform: Platform): (accountId?: string) => JsonClient {
  const operations = new Map(previewOperations(platform).map((operation) => [operation.name, operation]));
  return (accountId = MANAGEMENT_ID) => jsonClient((request) => serveJson(operations, request), { accountId });
}

/** Starts a preview and waits for its end. */
async function preview(inputs: object, platform: Platform = fakePlatform(fakes), name = "check-os") {
  const call = clientOf(platform)();
  const started = await call("StartExecutionPreview", { DocumentName: name, ExecutionInputs: { Automation: inputs } });
  for (;;) {
    const answer = await call("GetExecutionPreview", started);
    if (answer["Status"] !== "InProgress") return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const TARGETS = { TargetParameterName: "InstanceId", Targets: [{ Key: "tag:ssm-automation", Values: ["true"] }] };
const LOCATIONS = {
  Parameters: { AutomationAssumeRole: [ADMINISTRATION_ROLE] },
  ...TARGETS,
  TargetLocations: [{ Accounts: [WORKLOADS_ID], IncludeChildOrganizationUnits: true, Regions: [HOME_REGION] }],
};

it("A preview counts the steps by impact, the targets, the account and the Region", async () => {
  expect(await preview(TARGETS)).toEqual({
    ExecutionPreviewId: expect.any(String) as string,
    Status: "Success",
    EndedAt: expect.any(Number) as number,
    ExecutionPreview: {
      Automation: {
        StepPreviews: { NonMutating: 1, Mutating: 1, Undetermined: 1 },
        Regions: [HOME_REGION],
        TargetPreviews: [{ Count: 1, TargetType: "AWS::EC2::Instance" }],
        TotalAccounts: 1,
      },
    },
  });
});

it("A preview has no targets without Targets, and one target for each target map", async () => {
  const count = async (inputs: object) =>
    (await preview(inputs)) as { ExecutionPreview: { Automation: { TargetPreviews: unknown } } };
  expect((await count({})).ExecutionPreview.Automation.TargetPreviews).toEqual([]);
  const maps = { TargetParameterName: "InstanceId", TargetMaps: [{ InstanceId: ["i-1"] }, { InstanceId: ["i-2"] }] };
  expect((await count(maps)).ExecutionPreview.Automation.TargetPreviews).toMatchObject([{ Count: 2 }]);
});

it("A preview resolves the targets of every account with its execution role", async () => {
  const platform = fakePlatform(fakes);
  expect(await preview(LOCATIONS, platform)).toMatchObject({
    Status: "Success",
    ExecutionPreview: { Automation: { TargetPreviews: [{ Count: 4 }], TotalAccounts: 3, Regions: [HOME_REGION] } },
  });
  expect(platform.assumed.map(({ roleArn }) => roleArn)).toEqual([
    ADMINISTRATION_ROLE,
    ...[APP_DEV_ID, APP_STAGING_ID, APP_PROD_ID].map(
      (id) => `arn:aws:iam::${id}:role/AWS-SystemsManager-AutomationExecutionRole`,
    ),
  ]);
});

it("A preview names the account without an execution role, and covers the others", async () => {
  const platform = fakePlatform({ ...fakes, assumable: (roleArn) => !roleArn.includes(APP_STAGING_ID) });
  expect(await preview(LOCATIONS, platform)).toMatchObject({
    Status: "Failed",
    StatusMessage: expect.stringContaining(`${APP_STAGING_ID} in ${HOME_REGION}: `) as string,
    ExecutionPreview: { Automation: { TargetPreviews: [{ Count: 3 }] } },
  });
});

it("A preview names the account with which the document is not shared", async () => {
  const documents = { "check-os": shared("check-os") };
  expect(await preview(LOCATIONS, fakePlatform({ ...fakes, documents }))).toMatchObject({
    Status: "Failed",
    StatusMessage: expect.stringContaining(`${APP_DEV_ID} in ${HOME_REGION}: `) as string,
  });
});

it("A preview fails with the reason if reading the organization is not allowed", async () => {
  const organization = {
    accountsUnder: () => Promise.reject(new ApiCallError("AccessDeniedException", "No.", "ListAccountsForParent")),
  };
  expect(await preview(LOCATIONS, { ...fakePlatform(fakes), organization })).toMatchObject({
    Status: "Failed",
    StatusMessage: "No.",
  });
});

it("A preview is refused for a document that does not exist or is named by its ARN", async () => {
  for (const name of ["gone", arn]) {
    await expect(preview({}, undefined, name)).rejects.toMatchObject({ code: "ValidationException" });
  }
});

it("A preview is not visible to another account", async () => {
  const client = clientOf(fakePlatform(fakes));
  const started = await client()("StartExecutionPreview", { DocumentName: "check-os" });
  await expect(client(APP_DEV_ID)("GetExecutionPreview", started)).rejects.toMatchObject({
    code: "ResourceNotFoundException",
  });
});
