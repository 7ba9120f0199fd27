/** check-os, started from the administrator account with every option of StartAutomationExecution. */
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  ADMINISTRATION_ROLE_ARN,
  ALL_AT_ONCE,
  byAccount,
  DEV,
  EXECUTION_ROLE,
  failureIn,
  MANAGEMENT,
  PROD,
  REGION,
  STAGING,
  type Operator,
} from "./operator";

const WORKLOADS = "ou-flt1-workload";
const ROOT = "r-flt1";
const CANNOT_BE_ASSUMED = (accountId: string): string =>
  `The provided role: arn:aws:iam::${accountId}:role/${EXECUTION_ROLE} can't be assumed. (Service: null; Status Code: 0; Error Code: null; Request ID: null; Proxy: null)`;
const SUCCESS_IN_ALL = { [DEV]: "Success", [STAGING]: "Success", [PROD]: "Success" };

export function acrossAccounts(operator: () => Operator): void {
  const startArguments = (...others: readonly string[]): readonly string[] => [
    "start-automation-execution",
    "--document-name",
    "check-os",
    "--parameters",
    `AutomationAssumeRole=${ADMINISTRATION_ROLE_ARN},CheckHostname=check,CheckTimezone=check,CheckLocale=skip,CheckUpdate=check,CheckNTP=check`,
    "--target-parameter-name",
    "InstanceId",
    ...others,
  ];
  const inWorkloads = JSON.stringify([
    {
      Accounts: [WORKLOADS],
      IncludeChildOrganizationUnits: true,
      Regions: [REGION],
      ExecutionRoleName: EXECUTION_ROLE,
    },
  ]);

  describe("of check-os with the command of the article", () => {
    let centralId = "";
    const ids: Record<"account" | "instance", string> = { account: "", instance: "" };

    it("run in every account of the OU and its child OUs, one after the other", async () => {
      const { AutomationExecutionId: id } = await operator().cli<{ AutomationExecutionId: string }>(
        "management",
        "ssm",
        ...startArguments("--targets", "Key=tag:ssm-automation,Values=true", "--target-locations", inWorkloads),
      );
      centralId = id;
      const central = await operator().end("management", id);
      expect(central.AutomationExecutionStatus).toBe("Success");
      expect(byAccount(central)).toEqual(SUCCESS_IN_ALL);
      expect(central.ProgressCounters).toEqual(expect.objectContaining({ TotalSteps: 3, SuccessSteps: 3 }));
      const steps = central.StepExecutions ?? [];
      steps.slice(1).forEach((step, index) => {
        const before = steps[index]?.ExecutionEndTime?.getTime();
        expect(step.ExecutionStartTime?.getTime()).toBeGreaterThanOrEqual(before ?? Infinity);
      });
    });

    it("start in each account one child execution for all instances, and below it one for each instance", async () => {
      for (const account of ["app-dev", "app-prod", "app-staging"]) {
        const [child, ...others] = await operator().children(account, centralId);
        expect(others).toEqual([]);
        const targets = child?.ResolvedTargets?.ParameterValues ?? [];
        const instances = await operator().children(account, child?.AutomationExecutionId);
        expect(instances.map(({ Target }) => Target)).toEqual(targets);
        expect(targets).toEqual([await operator().instance(account)]);
        ids.account = child?.AutomationExecutionId ?? "";
        ids.instance = instances[0]?.AutomationExecutionId ?? "";
      }
    });

    it("have the child's id in the outputs of the account's step, and run the child with the execution role", async () => {
      const central = await operator().end("management", centralId);
      expect(central.StepExecutions?.[1]?.Outputs).toEqual({ ExecutionId: [ids.account] });
      const child = await operator().end("app-staging", ids.account);
      expect(child.ParentAutomationExecutionId).toBe(centralId);
      expect(child.ExecutedBy).toContain(`arn:aws:sts::${STAGING}:assumed-role/${EXECUTION_ROLE}/`);
      expect(child.Parameters?.AutomationAssumeRole).toEqual([`arn:aws:iam::${STAGING}:role/${EXECUTION_ROLE}`]);
    });

    it("have the output of the commands", async () => {
      const { StepExecutions: steps = [], Outputs: outputs } = await operator().end("app-staging", ids.instance);
      expect(steps.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`)).toEqual([
        "CheckHostname Success",
        "CheckTimezone Success",
        "CheckLocale Success",
        "CheckUpdate Success",
        "CheckNTP Success",
      ]);
      expect(outputs?.["CheckHostname.HostnameOutput"]?.[0]).toMatch(
        /^ip-10-0-1-\d+\.ap-northeast-1\.compute\.internal\n$/,
      );
      expect(outputs?.["CheckLocale.LocaleOutput"]).toEqual(["Skipping locale check\n"]);
      // In nodes.yaml updates are pending in this account. yum reports that with exit code 100, which is not a failure.
      expect(outputs?.["CheckUpdate.UpdateOutput"]?.[0]).toContain("openssl-libs");
      expect(steps[3]?.Outputs?.ResponseCode).toEqual(["0"]);
    });

    it("do not show a child execution to the management account", async () => {
      for (const id of Object.values(ids)) {
        await expect(
          operator().refusal("management", "get-automation-execution", "--automation-execution-id", id),
        ).resolves.toContain("(AutomationExecutionNotFoundException)");
      }
    });
  });

  it("run the version of the document that the user names on every instance", async () => {
    const { AutomationExecutionId: id } = await operator().cli<{ AutomationExecutionId: string }>(
      "management",
      "ssm",
      ...startArguments("--targets", "Key=AWS::EC2::Instance,Values=*"),
      "--document-version",
      "1",
      "--target-locations",
      inWorkloads,
    );
    const central = await operator().end("management", id);
    expect([central.DocumentVersion, byAccount(central)]).toEqual(["1", SUCCESS_IN_ALL]);
  });

  it.each([
    ["an OU without the OUs below it", { Accounts: [WORKLOADS] }, [DEV, STAGING]],
    [
      "an OU without one of its accounts",
      { Accounts: [WORKLOADS], IncludeChildOrganizationUnits: true, ExcludeAccounts: [DEV] },
      [STAGING, PROD],
    ],
    ["accounts by their ids", { Accounts: [PROD, DEV] }, [PROD, DEV]],
  ])("run in %s", async (_, location, expected) => {
    const central = await operator().checkOs({ ...location, ...ALL_AT_ONCE });
    expect(central.AutomationExecutionStatus).toBe("Success");
    expect(Object.keys(byAccount(central)).sort()).toEqual([...expected].sort());
  });

  it("succeed without an execution for an instance if no instance has the tag", async () => {
    const changes = { Targets: [{ Key: "tag:ssm-automation", Values: ["nobody"] }] };
    const central = await operator().checkOs({ Accounts: [DEV] }, changes);
    expect(byAccount(central)).toEqual({ [DEV]: "Success" });
    const [child] = await operator().children("app-dev", central.AutomationExecutionId);
    expect(await operator().children("app-dev", child?.AutomationExecutionId)).toEqual([]);
  });

  describe("with the root as the target and no execution role in the management account", () => {
    it("stop at the first error by AWS's defaults", async () => {
      const central = await operator().checkOs({ Accounts: [ROOT], IncludeChildOrganizationUnits: true });
      expect(central.AutomationExecutionStatus).toBe("Failed");
      expect(byAccount(central)).toEqual({
        [MANAGEMENT]: "Failed",
        [DEV]: "Pending",
        [STAGING]: "Pending",
        [PROD]: "Pending",
      });
      expect(failureIn(central, MANAGEMENT)).toBe(CANNOT_BE_ASSUMED(MANAGEMENT));
    });

    it("continue as far as the error limit allows", async () => {
      const central = await operator().checkOs({
        Accounts: [ROOT],
        IncludeChildOrganizationUnits: true,
        TargetLocationMaxErrors: "1",
      });
      expect(central.AutomationExecutionStatus).toBe("Success");
      expect(byAccount(central)).toEqual({ [MANAGEMENT]: "Failed", ...SUCCESS_IN_ALL });
    });
  });

  it("list both the parent and the child in the management account if it is a target", async () => {
    const iam = await operator().client(IAMClient, "management");
    const RoleName = EXECUTION_ROLE;
    const PolicyName = "all";
    const trust = { AWS: ADMINISTRATION_ROLE_ARN, Service: "ssm.amazonaws.com" };
    const document = (statement: object): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: document({ Principal: trust, Action: "sts:AssumeRole" }),
      }),
    );
    const PolicyDocument = document({ Action: ["ssm:*", "ec2:DescribeInstances", "iam:PassRole"], Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    try {
      const central = await operator().checkOs({ Accounts: [ROOT], IncludeChildOrganizationUnits: true });
      expect(byAccount(central)).toEqual({ [MANAGEMENT]: "Success", ...SUCCESS_IN_ALL });
      const children = await operator().children("management", central.AutomationExecutionId);
      expect(children.map(({ ParentAutomationExecutionId: parent }) => parent)).toEqual([
        central.AutomationExecutionId,
      ]);
    } finally {
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
      await iam.send(new DeleteRoleCommand({ RoleName }));
    }
  });

  it("count errors separately among the instances of each account", async () => {
    const values = ["i-00000000000000001", "i-00000000000000002", "i-00000000000000003"];
    const central = await operator().checkOs(
      { Accounts: [DEV] },
      { Targets: [{ Key: "ParameterValues", Values: values }], MaxConcurrency: "1", MaxErrors: "1" },
    );
    expect(byAccount(central)).toEqual({ [DEV]: "Failed" });
    const [child] = await operator().children("app-dev", central.AutomationExecutionId);
    const { StepExecutions: steps = [] } = await operator().end("app-dev", child?.AutomationExecutionId ?? "");
    expect(steps.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`)).toEqual([
      `${values[0]} Failed`,
      `${values[1]} Failed`,
      `${values[2]} Pending`,
    ]);
    expect(steps[0]?.FailureMessage).toContain("InvalidInstanceId");
  });

  it("show their targets in a preview", async () => {
    const input = {
      Automation: {
        Parameters: { AutomationAssumeRole: [ADMINISTRATION_ROLE_ARN] },
        TargetParameterName: "InstanceId",
        Targets: [{ Key: "tag:ssm-automation", Values: ["true"] }],
        TargetLocations: [{ Accounts: [WORKLOADS], IncludeChildOrganizationUnits: true, Regions: [REGION] }],
      },
    };
    const cli = <T>(...args: readonly string[]) => operator().cli<T>("management", "ssm", ...args);
    const { ExecutionPreviewId: id } = await cli<{ ExecutionPreviewId: string }>(
      ...["start-execution-preview", "--document-name", "check-os", "--execution-inputs", JSON.stringify(input)],
    );
    for (;;) {
      const preview = await cli<{ Status: string; ExecutionPreview: { Automation: object } }>(
        ...["get-execution-preview", "--execution-preview-id", id],
      );
      if (preview.Status !== "Success") {
        expect(preview.Status).toMatch(/Pending|InProgress/);
        continue;
      }
      expect(preview.ExecutionPreview.Automation).toMatchObject({
        Regions: [REGION],
        TargetPreviews: [{ Count: 3, TargetType: "AWS::EC2::Instance" }],
        TotalAccounts: 3,
      });
      break;
    }
  });
}
