/** AWS's clients against an HTTP server that answers as AWS does: in pages, throttled, with expired tokens. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { accountAccess, awsReaders, sessionName } from "../../../../src/operations/collect/aws/readers";
import { exampleFleet } from "../../../stacks/example-fleet";
import { DEV, id, REGION } from "../fake-aws";

interface Answer {
  readonly status?: number;
  readonly body: object;
}

/** Answers to operations of Systems Manager, by the name of the operation. */
type Operations = Readonly<Record<string, (input: Record<string, unknown>, call: number) => Answer>>;

let server: Server;
let assumed: string[];
let seconds: number;
let operations: Operations;

beforeEach(async () => {
  assumed = [];
  seconds = 3600;
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const calls = new Map<string, number>();

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const operation = target.split(".")[1] ?? "";
    const call = (calls.get(operation) ?? 0) + 1;
    calls.set(operation, call);
    const { status = 200, body } = operations[operation]?.(JSON.parse(text) as Record<string, unknown>, call) ?? {
      status: 400,
      body: { __type: "UnknownOperationException" },
    };
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    return;
  }
  response.setHeader("content-type", "text/xml");
  const form = new URLSearchParams(text);
  if (form.get("Action") === "GetCallerIdentity") {
    response.end(
      "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/operator</Arn><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
    );
  } else if (form.get("Action") === "DescribeInstances") {
    response.end(
      "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><tagSet><item><key>Name</key><value>web</value></item></tagSet></item></instancesSet></item></reservationSet></DescribeInstancesResponse>",
    );
  } else if (form.get("RoleArn")?.includes("333333333333") === true) {
    response
      .writeHead(403)
      .end(
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>",
      );
  } else {
    assumed.push(form.get("RoleArn") ?? "");
    const expiration = new Date(Date.now() + seconds * 1000).toISOString();
    response.end(
      `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${assumed.length}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    );
  }
}

async function readersFor(given: Operations) {
  calls.clear();
  operations = given;
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "secret" });
  return awsReaders({ fleet: exampleFleet, credentials, endpoint });
}

const STEPS = (page: number) => [{ StepName: `step${page}`, StepStatus: "Success" }];
const failure = (type: string, message = "said AWS"): Answer => ({ status: 400, body: { __type: type, message } });

describe("a reader of an account", () => {
  it("assumes the account's reader role once, and reads every page", async () => {
    const readers = await readersFor({
      DescribeAutomationStepExecutions: ({ NextToken }) =>
        NextToken === undefined
          ? { body: { StepExecutions: STEPS(1), NextToken: "2" } }
          : { body: { StepExecutions: STEPS(2) } },
    });
    const reader = await readers.at(DEV, REGION);
    expect((await reader.steps(id(1))).map(({ StepName }) => StepName)).toEqual(["step1", "step2"]);
    expect(assumed).toEqual(["arn:aws:iam::222222222222:role/FleetbookReaderRole"]);
  });

  it("shares the account's role with the readers of its other Regions, and renews it for all of them at once", async () => {
    let expired = true;
    const readers = await readersFor({
      DescribeAutomationStepExecutions: () =>
        expired ? failure("ExpiredTokenException") : { body: { StepExecutions: STEPS(1) } },
    });
    const regions = [REGION, "us-east-1", "eu-west-1"];
    const each = await Promise.all(regions.map((region) => readers.at(DEV, region)));
    expect(assumed).toHaveLength(1);
    const refused = await Promise.allSettled(each.map((reader) => reader.steps(id(1))));
    expect(refused.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(assumed).toHaveLength(2);
    expired = false;
    await Promise.all(each.map((reader) => reader.steps(id(1))));
    expect(assumed).toHaveLength(2);
  });

  it("uses the caller's own credentials in the caller's account", async () => {
    const readers = await readersFor({ DescribeAutomationStepExecutions: () => ({ body: { StepExecutions: [] } }) });
    await (await readers.at("111111111111", REGION)).steps(id(1));
    expect(assumed).toEqual([]);
  });

  it("says that there is no reader role, if it cannot be assumed", async () => {
    const readers = await readersFor({});
    await expect(readers.at("333333333333", REGION)).rejects.toMatchObject({
      reason: "no-reader-role",
      message: "AccessDenied: not authorized to perform: sts:AssumeRole",
    });
    await expect(readers.at("999999999999", REGION)).rejects.toMatchObject({ reason: "no-reader-role" });
  });

  it("asks again while AWS throttles", async () => {
    const readers = await readersFor({
      DescribeAutomationStepExecutions: (_, call) =>
        call % 3 !== 0 ? failure("ThrottlingException", "Rate exceeded") : { body: { StepExecutions: STEPS(1) } },
    });
    expect(await (await readers.at(DEV, REGION)).steps(id(1))).toHaveLength(1);
  }, 30_000);

  it("renews credentials that AWS says have expired", async () => {
    const readers = await readersFor({
      DescribeAutomationStepExecutions: (_, call) =>
        call === 2 ? failure("ExpiredTokenException") : { body: { StepExecutions: STEPS(1) } },
    });
    const reader = await readers.at(DEV, REGION);
    await reader.steps(id(1));
    expect(await reader.steps(id(2))).toHaveLength(1);
    expect(assumed).toHaveLength(2);
  });

  it("renews credentials before they expire", async () => {
    seconds = 30;
    const readers = await readersFor({ DescribeAutomationStepExecutions: () => ({ body: { StepExecutions: [] } }) });
    const reader = await readers.at(DEV, REGION);
    await reader.steps(id(1));
    await reader.steps(id(2));
    expect(assumed.length).toBeGreaterThan(1);
  });

  it("reads the names of instances: the Name tag, and the computer name", async () => {
    const readers = await readersFor({
      DescribeInstanceInformation: ({ Filters }) => {
        expect(Filters).toEqual([{ Key: "InstanceIds", Values: ["i-1", "mi-2", "i-3"] }]);
        const nodes = [
          { InstanceId: "i-1", ComputerName: "web-1.local" },
          { InstanceId: "mi-2", ComputerName: "rack-7" },
        ];
        return { body: { InstanceInformationList: nodes } };
      },
    });
    const names = await (await readers.at(DEV, REGION)).names(["i-1", "mi-2", "i-3"]);
    expect(Object.fromEntries(names)).toEqual({
      "i-1": { instanceName: "web", hostName: "web-1.local" },
      "mi-2": { instanceName: "rack-7", hostName: "rack-7" },
      "i-3": {},
    });
  });

  it("reads a log stream from its first event, until AWS gives the same token again", async () => {
    const asked: unknown[] = [];
    const readers = await readersFor({
      GetLogEvents: (input) => {
        asked.push(input);
        const { nextToken: token } = input;
        if (token === undefined) return { body: { events: [{ message: "one" }], nextForwardToken: "f/1" } };
        if (token === "f/1") return { body: { events: [], nextForwardToken: "f/2" } };
        return { body: { events: asked.length === 3 ? [{ message: "two" }] : [], nextForwardToken: "f/2" } };
      },
    });
    const reader = await readers.at(DEV, REGION);
    const messages: string[] = [];
    for await (const page of reader.logMessages("/runs", "stream")) messages.push(...page);
    expect(messages).toEqual(["one", "two"]);
    expect(asked[0]).toEqual({ logGroupName: "/runs", logStreamName: "stream", startFromHead: true });
  });

  it("gives AWS's reason for what it refuses", async () => {
    const readers = await readersFor({
      GetAutomationExecution: () => failure("AutomationExecutionNotFoundException"),
      GetCommandInvocation: () =>
        failure("AccessDeniedException", "not authorized to perform: ssm:GetCommandInvocation"),
    });
    const reader = await readers.at(DEV, REGION);
    await expect(reader.execution(id(1))).rejects.toMatchObject({ reason: "expired" });
    await expect(reader.invocation(id(1), "i-0123456789abcdef0")).rejects.toMatchObject({
      reason: "access-denied",
      message: "AccessDeniedException: not authorized to perform: ssm:GetCommandInvocation",
    });
  });
});

describe("the readers", () => {
  it("are refused without credentials, and where nothing answers", async () => {
    const fleet = exampleFleet;
    const nobody = () => Promise.reject(Object.assign(new Error("no keys"), { name: "CredentialsProviderError" }));
    const endpoint = "http://127.0.0.1:9";
    await expect(awsReaders({ fleet, credentials: nobody, endpoint })).rejects.toThrow(/There are no AWS credentials/);
    const somebody = () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "secret" });
    await expect(awsReaders({ fleet, credentials: somebody, endpoint })).rejects.toThrow(/Nothing answers at http/);
  }, 30_000);
});

describe("access with a role of one's own choice", () => {
  const role = {
    arnIn: ({ id: account }: { id: string }) => `arn:aws:iam::${account}:role/on-call`,
    purpose: "signal",
  };
  const accessWith = (everywhere: boolean) =>
    accountAccess({
      fleet: exampleFleet,
      credentials: () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "secret" }),
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      role: { ...role, everywhere },
    });

  it("assumes it in other accounts, and in the caller's if it is wanted everywhere", async () => {
    for (const everywhere of [false, true]) {
      const access = await accessWith(everywhere);
      for (const account of [DEV, "111111111111"]) await access.at(account, REGION, () => ({}));
    }
    expect(assumed).toEqual([
      "arn:aws:iam::222222222222:role/on-call",
      "arn:aws:iam::222222222222:role/on-call",
      "arn:aws:iam::111111111111:role/on-call",
    ]);
  });

  it("names the session after the caller, as AWS records it", () => {
    const named = { ...role, everywhere: false };
    const arn = "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin/alice@example.com";
    expect(sessionName(named, arn)).toBe("fleetbook-signal-alice@example.com");
    expect(sessionName(named, `arn:aws:iam::111111111111:user/${"ü".repeat(80)}`)).toHaveLength(64);
  });
});
