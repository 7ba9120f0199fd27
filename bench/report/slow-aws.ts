/**
 * A program that answers as AWS does in an invented organization, each call after the latency: `slow-aws.ts ACCOUNTS MILLISECONDS`.
 * One execution has run check-os in each account on one instance. It prints its endpoint, and on SIGUSR2 its number of calls
 * since the last SIGUSR2. It ends with its standard input. It is a process of its own so that it takes no time from the collector's.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ADMINISTRATOR, EXECUTION, REGION, STEPS, accountIds } from "./invented-execution";

const [accounts = "100", latency = "50"] = process.argv.slice(2);
const ids = accountIds(Number(accounts));
const START = 1_764_406_800;
const ended = { ExecutionStartTime: START, ExecutionEndTime: START + 60 };
let calls = 0;

/** The execution of an account, and that of its instance. */
const childOf = (account: string) => EXECUTION.replace(/.{12}$/, account);
const instanceExecutionOf = (account: string) => `2${childOf(account).slice(1)}`;
const accountOf = (id: string) => id.slice(-12);
const instanceOf = (account: string) => `i-00000${account}`;

function execution(id: string, more: object): object {
  return {
    ...{ AutomationExecutionId: id, DocumentName: "check-os", DocumentVersion: "1" },
    ...{ AutomationExecutionStatus: "Success", ...ended, ...more },
  };
}

const TARGETS = { TargetParameterName: "InstanceId", Targets: [{ Key: "AWS::EC2::Instance", Values: ["*"] }] };

function steps(id: string): readonly object[] {
  const common = { StepStatus: "Success", ...ended };
  if (id === EXECUTION) {
    return ids.map((account) => ({
      ...{ StepName: `${account}_${REGION}`, StepExecutionId: account, Action: "aws:executeAutomation", ...common },
      TargetLocation: { Accounts: [account], Regions: [REGION] },
      Outputs: { ExecutionId: [childOf(account)] },
    }));
  }
  return STEPS.map((step) => ({
    ...{ StepName: step, StepExecutionId: `${step}-${id}`, Action: "aws:runCommand", ...common, ResponseCode: "0" },
    Inputs: { DocumentName: '"AWS-RunShellScript"', InstanceIds: JSON.stringify([instanceOf(accountOf(id))]) },
    Outputs: { Output: [`${step} of ${accountOf(id)}\n`], CommandId: [id] },
  }));
}

function children(parent: string, account: string): readonly object[] {
  if (parent === EXECUTION) {
    const ResolvedTargets = { ParameterValues: [instanceOf(account)], Truncated: false };
    return [execution(childOf(account), { ParentAutomationExecutionId: parent, ...TARGETS, ResolvedTargets })];
  }
  const Target = instanceOf(account);
  return [execution(instanceExecutionOf(account), { ParentAutomationExecutionId: parent, Target })];
}

function page<T>(all: readonly T[], token: unknown): { readonly items: readonly T[]; readonly NextToken?: string } {
  const start = Number(token ?? 0);
  const end = start + 50;
  return { items: all.slice(start, end), ...(end < all.length && { NextToken: String(end) }) };
}

function systemsManager(operation: string, input: Record<string, unknown>, account: string): object {
  const id = typeof input.AutomationExecutionId === "string" ? input.AutomationExecutionId : "";
  switch (operation) {
    case "GetAutomationExecution":
      return { AutomationExecution: execution(id, { TargetLocations: [{ Accounts: ["r-1"], Regions: [REGION] }] }) };
    case "DescribeAutomationStepExecutions": {
      const { items, ...next } = page(steps(id), input.NextToken);
      return { StepExecutions: items, ...next };
    }
    case "DescribeAutomationExecutions": {
      const [{ Values: [parent = ""] = [] } = {}] = input.Filters as { Values?: string[] }[];
      return { AutomationExecutionMetadataList: children(parent, account) };
    }
    default:
      return { InstanceInformationList: [{ InstanceId: instanceOf(account), ComputerName: `ip-${account}` }] };
  }
}

function query(form: URLSearchParams, account: string): string {
  switch (form.get("Action")) {
    case "GetCallerIdentity":
      return `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${ADMINISTRATOR}:user/operator</Arn><Account>${ADMINISTRATOR}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
    case "AssumeRole": {
      const assumed = form.get("RoleArn")?.split(":")[4] ?? "";
      const expiration = new Date(Date.now() + 3_600_000).toISOString();
      return `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${assumed}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    }
    default:
      return `<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>${instanceOf(account)}</instanceId><tagSet><item><key>Name</key><value>web</value></item></tagSet></item></instancesSet></item></reservationSet></DescribeInstancesResponse>`;
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  calls += 1;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const account = /Credential=ASIA(\d{12})/.exec(request.headers.authorization ?? "")?.[1] ?? ADMINISTRATOR;
  await sleep(Number(latency));
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const body = systemsManager(target.split(".")[1] ?? "", JSON.parse(text) as Record<string, unknown>, account);
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  } else {
    response.writeHead(200, { "content-type": "text/xml" }).end(query(new URLSearchParams(text), account));
  }
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on("SIGUSR2", () => {
  console.log(String(calls));
  calls = 0;
});
process.stdin.resume().on("end", () => process.exit());
