import { AutomationError } from "../../../../src/engine/errors";
import type { Location } from "../../../../src/iam/location";
import type { ExecutionRecord, StartRequest, StepRecord, Tag } from "../../../../src/engine/records";
import {
  automationService,
  type AutomationServiceOptions,
} from "../../../../src/sandbox/systems-manager/automation/service";
import { fakePlatform } from "../../../engine/fake-platform";
import { APP_DEV_ID, HOME_REGION, MANAGEMENT_ID } from "../../example-fleet";
import { jsonClient } from "../../json-client";

const ID = "aaaaaaaa-0000-4000-8000-000000000001";
const START = new Date("2026-01-15T10:00:00.500Z");

function execution(number: number, overrides: Partial<ExecutionRecord> = {}): ExecutionRecord {
  return {
    AutomationExecutionId: `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, "0")}`,
    DocumentName: "check-os",
    DocumentVersion: "1",
    ExecutionStartTime: new Date(START.getTime() + number * 1000),
    AutomationExecutionStatus: "Success",
    StepExecutions: [],
    Parameters: {},
    Outputs: {},
    Mode: "Auto",
    ExecutedBy: `arn:aws:iam::${MANAGEMENT_ID}:user/dev`,
    Targets: [],
    ResolvedTargets: { ParameterValues: [], Truncated: false },
    ...overrides,
  };
}

function step(number: number, overrides: Partial<StepRecord> = {}): StepRecord {
  return {
    StepName: `step${String(number)}`,
    Action: "aws:sleep",
    StepExecutionId: `step-id-${String(number)}`,
    StepStatus: "Success",
    ExecutionStartTime: new Date(START.getTime() + number * 1000),
    ...overrides,
  };
}

interface Listed {
  readonly AutomationExecutionMetadataList: readonly { readonly AutomationExecutionId: string }[];
  readonly NextToken?: string;
}

/** The service over a fake engine with these executions in the management account. The engine records its calls. */
function serviceWith({
  records = [execution(1)],
  steps = [],
  tags = [],
  refusal,
}: {
  records?: readonly ExecutionRecord[];
  steps?: readonly StepRecord[];
  tags?: readonly Tag[];
  refusal?: AutomationError;
} = {}) {
  const asked: unknown[][] = [];
  const find = (location: Location, id: string) => {
    const found = records.find(({ AutomationExecutionId }) => AutomationExecutionId === id);
    if (found !== undefined && location.accountId === MANAGEMENT_ID) return found;
    throw new AutomationError("AutomationExecutionNotFoundException", `There is no automation execution ${id}.`);
  };
  const write = (...what: unknown[]) => {
    asked.push(what);
    if (refusal !== undefined) throw refusal;
  };
  const engine = {
    start: (location: Location, caller: { arn: string }, request: StartRequest) => {
      write("start", location, caller.arn, request);
      return Promise.resolve(ID);
    },
    record: find,
    tags: (location: Location, id: string) => {
      find(location, id);
      return tags;
    },
    records: () => records,
    steps: (location: Location, id: string) => {
      find(location, id);
      return steps;
    },
    stop: (_location: Location, ...rest: unknown[]) => write("stop", ...rest),
    signal: (_location: Location, sender: { arn: string }, ...rest: unknown[]) => write("signal", sender.arn, ...rest),
  };
  const layer = automationService({
    engine: engine as unknown as AutomationServiceOptions["engine"],
    platform: fakePlatform(),
  });
  return { asked, call: jsonClient(layer), callFrom: (accountId: string) => jsonClient(layer, { accountId }) };
}

const named = { AutomationExecutionId: ID };

describe("StartAutomationExecution", () => {
  it("passes every member to the engine, with the caller's identity, account and Region", async () => {
    const { call, asked } = serviceWith();
    const request = {
      DocumentName: "check-os",
      DocumentVersion: "$LATEST",
      Parameters: { CheckHostname: ["check"] },
      ClientToken: "00000000-0000-4000-8000-00000000000a",
      Mode: "Auto",
      TargetParameterName: "InstanceId",
      Targets: [{ Key: "tag:ssm-automation", Values: ["true"] }],
      MaxConcurrency: "10%",
      MaxErrors: "0",
      Tags: [{ Key: "a", Value: "b" }],
      TargetLocations: [
        {
          Accounts: ["ou-flt1-workload"],
          Regions: [HOME_REGION],
          TargetLocationMaxConcurrency: "2",
          TargetLocationMaxErrors: "100%",
          ExecutionRoleName: "AWS-SystemsManager-AutomationExecutionRole",
          IncludeChildOrganizationUnits: true,
          ExcludeAccounts: [APP_DEV_ID],
          Targets: [{ Key: "AWS::EC2::Instance", Values: ["*"] }],
          TargetsMaxConcurrency: "3",
          TargetsMaxErrors: "1",
        },
      ],
    };
    expect(await call("StartAutomationExecution", request)).toEqual(named);
    expect(asked).toEqual([
      [
        "start",
        { partition: "aws", accountId: MANAGEMENT_ID, region: HOME_REGION },
        `arn:aws:iam::${MANAGEMENT_ID}:user/dev`,
        request,
      ],
    ]);
  });

  it("accepts a value as long as a finding of Security Hub", async () => {
    const { call } = serviceWith();
    const Parameters = { Finding: [JSON.stringify({ Description: "x".repeat(4000) })] };
    expect(await call("StartAutomationExecution", { DocumentName: "check-os", Parameters })).toEqual(named);
  });

  it("accepts target maps", async () => {
    const { call, asked } = serviceWith();
    const request = { DocumentName: "check-os", TargetParameterName: "A", TargetMaps: [{ A: ["1"], B: ["2"] }] };
    await call("StartAutomationExecution", request);
    expect(asked[0]?.[3]).toEqual(request);
  });

  it.each<[string, object, string]>([
    ["a missing document name", { DocumentName: undefined }, "Value null at 'documentName'"],
    [
      "an invalid document name",
      { DocumentName: "a b" },
      "at 'documentName' failed to satisfy constraint: Member must satisfy regular",
    ],
    ["an invalid version", { DocumentVersion: "0" }, "at 'documentVersion'"],
    ["an empty map of parameters", { Parameters: {} }, "at 'parameters'"],
    ["a parameter name that is too long", { Parameters: { ["a".repeat(51)]: [] } }, "at 'parameters'"],
    ["an empty value", { Parameters: { a: [""] } }, "at 'parameters.a.1.member'"],
    ["an invalid token", { ClientToken: "1" }, "at 'clientToken'"],
    [
      "an unknown mode",
      { Mode: "Manual" },
      "at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [Auto, Interactive]",
    ],
    ["an invalid concurrency", { MaxConcurrency: "0" }, "at 'maxConcurrency'"],
    ["an invalid error limit", { MaxErrors: "101%" }, "at 'maxErrors'"],
    ["too many targets", { Targets: Array(6).fill({ Key: "a", Values: [] }) }, "at 'targets'"],
    ["an invalid target key", { Targets: [{ Key: "a*b", Values: [] }] }, "at 'targets.1.member.key'"],
    ["an empty list of target locations", { TargetLocations: [] }, "at 'targetLocations'"],
    [
      "an invalid role name",
      { TargetLocations: [{ Accounts: ["1"], Regions: ["r"], ExecutionRoleName: "a b" }] },
      "at 'targetLocations.1.member.executionRoleName'",
    ],
    [
      "an invalid excluded account",
      { TargetLocations: [{ Accounts: ["1"], Regions: ["r"], ExcludeAccounts: ["everyone"] }] },
      "at 'targetLocations.1.member.excludeAccounts.1.member'",
    ],
    [
      "too many tags",
      { Tags: Array.from({ length: 6 }, (_, index) => ({ Key: String(index), Value: "" })) },
      "at 'tags'",
    ],
    [
      "TargetLocationsURL",
      { TargetLocationsURL: "https://b.s3.amazonaws.com/x?signed" },
      "pass the content of TargetLocationsURL as TargetLocations",
    ],
    ["nodes of other clouds", { Targets: [{ Key: "CloudConnector", Values: ["*"] }] }, "no nodes in other clouds"],
    [
      "nodes of other clouds in accounts",
      { TargetLocations: [{ Accounts: ["1"], Regions: ["a"], Targets: [{ Key: "CloudConnector", Values: ["*"] }] }] },
      "no nodes in other clouds",
    ],
    ["an alarm", { AlarmConfiguration: { Alarms: [{ Name: "a" }] } }, "leave AlarmConfiguration out"],
  ])("refuses %s before anything starts", async (_, members, message) => {
    const { call, asked } = serviceWith();
    await expect(call("StartAutomationExecution", { DocumentName: "check-os", ...members })).rejects.toMatchObject({
      code: "ValidationException",
      status: 400,
      message: expect.stringContaining(message) as string,
    });
    expect(asked).toEqual([]);
  });

  it("is refused with the name of the engine's error", async () => {
    const refusal = new AutomationError("AutomationDefinitionNotFoundException", "There is no such document.");
    const { call } = serviceWith({ refusal });
    await expect(call("StartAutomationExecution", { DocumentName: "check-os" })).rejects.toMatchObject({
      code: "AutomationDefinitionNotFoundException",
      message: "There is no such document.",
      status: 400,
    });
  });
});

describe("GetAutomationExecution", () => {
  it("returns the record with times in AWS's format, and without members that do not apply", async () => {
    const { AutomationExecution } = await serviceWith({
      records: [execution(1, { StepExecutions: [step(1, { Inputs: { Duration: '"PT1S"' } })] })],
    }).call("GetAutomationExecution", named);
    expect(AutomationExecution).toEqual({
      AutomationExecutionId: ID,
      DocumentName: "check-os",
      DocumentVersion: "1",
      ExecutionStartTime: START.getTime() / 1000 + 1,
      AutomationExecutionStatus: "Success",
      StepExecutions: [
        {
          StepName: "step1",
          Action: "aws:sleep",
          StepExecutionId: "step-id-1",
          StepStatus: "Success",
          ExecutionStartTime: START.getTime() / 1000 + 1,
          Inputs: { Duration: '"PT1S"' },
          OverriddenParameters: {},
        },
      ],
      StepExecutionsTruncated: false,
      Parameters: {},
      Outputs: {},
      Mode: "Auto",
      ExecutedBy: `arn:aws:iam::${MANAGEMENT_ID}:user/dev`,
      Targets: [],
      ResolvedTargets: { ParameterValues: [], Truncated: false },
    });
  });

  it("sums up the targets of an execution with rate control, and of no other", async () => {
    const StepExecutions = [step(1), step(2, { StepStatus: "Failed" }), { ...step(3), ExecutionStartTime: undefined }];
    const ProgressCounters = { TotalSteps: 3, SuccessSteps: 1, FailedSteps: 0, CancelledSteps: 0, TimedOutSteps: 1 };
    const summaryOf = async (more: Partial<ExecutionRecord>) => {
      const records = [execution(1, { StepExecutions: StepExecutions as StepRecord[], ...more })];
      const { AutomationExecution } = await serviceWith({ records }).call("GetAutomationExecution", named);
      return (AutomationExecution as { TargetsSummary?: object }).TargetsSummary;
    };
    expect(await summaryOf({ ProgressCounters })).toEqual({
      TotalCount: 3,
      StartedCount: 2,
      CompletedCount: 2,
      SuccessfulCount: 1,
      FailedCount: 1,
    });
    expect(await summaryOf({ ProgressCounters, TargetLocations: [{ Accounts: [], Regions: [] }] })).toBeUndefined();
    expect(await summaryOf({})).toBeUndefined();
  });

  it("returns at most a hundred steps, and reports that the list is truncated", async () => {
    const StepExecutions = Array.from({ length: 101 }, (_, index) => step(index));
    const { AutomationExecution } = await serviceWith({ records: [execution(1, { StepExecutions })] }).call(
      "GetAutomationExecution",
      named,
    );
    expect(AutomationExecution).toHaveProperty("StepExecutionsTruncated", true);
    expect(AutomationExecution).toHaveProperty("StepExecutions.length", 100);
  });

  it("does not find the execution of another account", async () => {
    await expect(serviceWith().callFrom(APP_DEV_ID)("GetAutomationExecution", named)).rejects.toMatchObject({
      code: "AutomationExecutionNotFoundException",
      status: 400,
    });
  });

  it("refuses a malformed id", async () => {
    await expect(serviceWith().call("GetAutomationExecution", { AutomationExecutionId: "1" })).rejects.toMatchObject({
      code: "ValidationException",
    });
  });
});

describe("DescribeAutomationExecutions", () => {
  const location = { Accounts: [APP_DEV_ID], Regions: [HOME_REGION] };
  const records = [
    execution(3, { AutomationExecutionStatus: "Waiting", CurrentAction: "aws:pause", TargetLocations: [location] }),
    execution(2, { ParentAutomationExecutionId: ID, Targets: [{ Key: "ResourceGroup", Values: ["web"] }] }),
    execution(1, { DocumentName: "AWS-CreateImage", AutomationExecutionStatus: "Failed" }),
  ];
  const service = () => serviceWith({ records });
  const numbersOf = (answer: Listed) =>
    answer.AutomationExecutionMetadataList.map(({ AutomationExecutionId }) => Number(AutomationExecutionId.slice(-1)));

  it("distinguishes cross-account executions from local ones", async () => {
    const { AutomationExecutionMetadataList } = await service().call("DescribeAutomationExecutions");
    expect(AutomationExecutionMetadataList).toMatchObject([
      { AutomationType: "CrossAccount", LogFile: "" },
      { AutomationType: "Local" },
      { AutomationType: "Local" },
    ]);
  });

  it("returns no steps", async () => {
    const { AutomationExecutionMetadataList } = await service().call<Listed>("DescribeAutomationExecutions");
    expect(AutomationExecutionMetadataList[0]).not.toHaveProperty("StepExecutions");
  });

  it.each<[string, string[], number[]]>([
    ["DocumentNamePrefix", ["AWS-"], [1]],
    ["DocumentNamePrefix", ["AWS-", "check"], [3, 2, 1]],
    ["ExecutionStatus", ["Failed", "Waiting"], [3, 1]],
    ["ExecutionId", [ID], [1]],
    ["ParentExecutionId", [ID], [2]],
    ["CurrentAction", ["aws:pause"], [3]],
    ["StartTimeBefore", ["2026-01-15T10:00:02Z"], [1]],
    ["StartTimeAfter", ["2026-01-15T10:00:02Z"], [3, 2]],
    ["AutomationType", ["Local"], [2, 1]],
    ["TargetResourceGroup", ["web"], [2]],
    ["AutomationSubtype", ["ChangeRequest"], []],
    ["OpsItemId", ["oi-1"], []],
    ["TagKey", ["project"], []],
  ])("filters by %s %j", async (Key, Values, expected) => {
    expect(
      numbersOf(await service().call<Listed>("DescribeAutomationExecutions", { Filters: [{ Key, Values }] })),
    ).toEqual(expected);
  });

  it("returns executions that match all filters", async () => {
    const Filters = [
      { Key: "DocumentNamePrefix", Values: ["check"] },
      { Key: "ExecutionStatus", Values: ["Success"] },
    ];
    expect(numbersOf(await service().call<Listed>("DescribeAutomationExecutions", { Filters }))).toEqual([2]);
  });

  it.each([
    ["an unknown key", { Key: "Colour", Values: ["red"] }, "ValidationException"],
    ["no values", { Key: "ExecutionId", Values: [] }, "ValidationException"],
    ["an unknown status", { Key: "ExecutionStatus", Values: ["Done"] }, "InvalidFilterValue"],
    ["a malformed time", { Key: "StartTimeAfter", Values: ["yesterday"] }, "InvalidFilterValue"],
  ])("refuses %s", async (_, filter, code) => {
    await expect(service().call("DescribeAutomationExecutions", { Filters: [filter] })).rejects.toMatchObject({ code });
  });

  it("returns pages, whose tokens are valid only for the same filters", async () => {
    const { call } = service();
    const first = await call<Listed>("DescribeAutomationExecutions", { MaxResults: 2 });
    expect(numbersOf(first)).toEqual([3, 2]);
    const { NextToken } = first;
    expect(numbersOf(await call<Listed>("DescribeAutomationExecutions", { NextToken }))).toEqual([1]);
    const Filters = [{ Key: "DocumentNamePrefix", Values: ["check"] }];
    await expect(call("DescribeAutomationExecutions", { NextToken, Filters })).rejects.toMatchObject({
      code: "InvalidNextToken",
    });
  });
});

describe("DescribeAutomationStepExecutions", () => {
  const inner = {
    StepExecutionId: "step-id-2",
    StepName: "step2",
    Action: "aws:loop",
    Iteration: 2,
    IteratorValue: "b",
  };
  const steps = [
    step(4, { ExecutionStartTime: undefined, StepStatus: "Pending" } as unknown as Partial<StepRecord>),
    step(2, { Action: "aws:loop" }),
    step(3, { ParentStepDetails: inner, StepStatus: "Failed" }),
    step(1),
  ];
  const ask = async (input: object = {}) => {
    const answer = await serviceWith({ steps }).call<{ StepExecutions: { StepName: string }[] }>(
      "DescribeAutomationStepExecutions",
      { ...named, ...input },
    );
    return answer.StepExecutions.map(({ StepName }) => Number(StepName.slice(-1)));
  };

  it("orders steps by their start times, with steps that have not started last", async () => {
    expect(await ask()).toEqual([1, 2, 3, 4]);
    expect(await ask({ ReverseOrder: true })).toEqual([4, 3, 2, 1]);
  });

  it.each<[string, string, number[]]>([
    ["StepExecutionStatus", "Pending", [4]],
    ["StepExecutionId", "step-id-1", [1]],
    ["StepName", "step2", [2]],
    ["Action", "aws:loop", [2]],
    ["StartTimeBefore", "2026-01-15T10:00:02Z", [1]],
    ["StartTimeAfter", "2026-01-15T10:00:02Z", [2, 3]],
    ["ParentStepExecutionId", "step-id-2", [3]],
    ["ParentStepIteration", "2", [3]],
    ["ParentStepIteratorValue", "b", [3]],
  ])("filters by %s %s", async (Key, value, expected) => {
    expect(await ask({ Filters: [{ Key, Values: [value] }] })).toEqual(expected);
  });

  it("returns pages", async () => {
    const { call } = serviceWith({ steps });
    const { NextToken } = await call("DescribeAutomationStepExecutions", { ...named, MaxResults: 3 });
    const { StepExecutions } = await call("DescribeAutomationStepExecutions", { ...named, NextToken });
    expect(StepExecutions).toMatchObject([{ StepName: "step4" }]);
  });

  it("does not find the execution of another account", async () => {
    await expect(serviceWith().callFrom(APP_DEV_ID)("DescribeAutomationStepExecutions", named)).rejects.toMatchObject({
      code: "AutomationExecutionNotFoundException",
    });
  });
});

describe("StopAutomationExecution and SendAutomationSignal", () => {
  it("cancel the execution unless the type is Complete", async () => {
    const { call, asked } = serviceWith();
    await call("StopAutomationExecution", named);
    await call("StopAutomationExecution", { ...named, Type: "Complete" });
    expect(asked).toEqual([
      ["stop", ID, "Cancel"],
      ["stop", ID, "Complete"],
    ]);
  });

  it("send the signal on behalf of the caller", async () => {
    const { call, asked } = serviceWith();
    await call("SendAutomationSignal", { ...named, SignalType: "Approve", Payload: { Comment: ["fine"] } });
    await call("SendAutomationSignal", { ...named, SignalType: "Reject" });
    expect(asked).toEqual([
      ["signal", `arn:aws:iam::${MANAGEMENT_ID}:user/dev`, ID, "Approve", { Comment: ["fine"] }],
      ["signal", `arn:aws:iam::${MANAGEMENT_ID}:user/dev`, ID, "Reject", {}],
    ]);
  });

  it.each([
    ["StopAutomationExecution", { Type: "Pause" }],
    ["SendAutomationSignal", { SignalType: "Deny" }],
    ["SendAutomationSignal", {}],
  ])("refuse invalid requests: %s %j", async (operation, input) => {
    await expect(serviceWith().call(operation, { ...named, ...input })).rejects.toMatchObject({
      code: "ValidationException",
    });
  });
});

describe("The tags of an execution", () => {
  const resource = { ResourceType: "Automation", ResourceId: ID };
  const list = { ...resource };

  it("are those of the start request, plus added and minus removed ones", async () => {
    const { call } = serviceWith({ tags: [{ Key: "a", Value: "1" }] });
    await call("AddTagsToResource", {
      ...resource,
      Tags: [
        { Key: "a", Value: "2" },
        { Key: "b", Value: "3" },
      ],
    });
    expect(await call("ListTagsForResource", list)).toEqual({
      TagList: [
        { Key: "a", Value: "2" },
        { Key: "b", Value: "3" },
      ],
    });
    await call("RemoveTagsFromResource", { ...resource, TagKeys: ["a"] });
    expect(await call("ListTagsForResource", list)).toEqual({ TagList: [{ Key: "b", Value: "3" }] });
    const Filters = [{ Key: "TagKey", Values: ["b"] }];
    const { AutomationExecutionMetadataList } = await call("DescribeAutomationExecutions", { Filters });
    expect(AutomationExecutionMetadataList).toHaveLength(1);
  });

  it("are limited to 50", async () => {
    const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: String(index), Value: "" }));
    const { call } = serviceWith();
    await expect(call("AddTagsToResource", { ...resource, Tags })).rejects.toMatchObject({ code: "TooManyTagsError" });
    expect(await call("ListTagsForResource", list)).toEqual({ TagList: [] });
  });

  it("are not visible to another account", async () => {
    await expect(serviceWith().callFrom(APP_DEV_ID)("ListTagsForResource", list)).rejects.toMatchObject({
      code: "InvalidResourceId",
    });
  });

  it("are separate from the tags of other resources, whose requests go to the next layer", async () => {
    const input = { ResourceType: "Document", ResourceId: "check-os" };
    await expect(serviceWith().call("ListTagsForResource", input)).rejects.toMatchObject({ code: "HandedOn" });
  });
});

it("Other operations go to the next layer", async () => {
  await expect(serviceWith().call("GetParameter")).rejects.toMatchObject({ code: "HandedOn" });
});
