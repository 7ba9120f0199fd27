// What each client asks for in the sandbox's environment: every request goes to the gateway, and none to AWS.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { CloudWatchClient, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListRootsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListDocumentsCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsVariables, environmentAfter } from "../../../src/sandbox/lifecycle/environment";
import { describeWith } from "../../requires";

const run = promisify(execFile);
const CREDENTIALS = { accessKeyId: "AKIAFLEETBOOKSANDBOX", secretAccessKey: "none" };

/** A shell of the sandbox, whose own settings would lead elsewhere. */
function shell(endpoint: string, region: string): NodeJS.ProcessEnv {
  const own = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    AWS_ENDPOINT_URL_SQS: "https://sqs.example.com",
    AWS_CONFIG_FILE: "/etc/aws-elsewhere",
    PYTHONPATH: "/opt/own",
  };
  return { ...own, ...awsVariables({ endpoint, region, credentials: CREDENTIALS, env: own }) };
}

describeWith(["python3"], "boto3 in the sandbox's environment", (python) => {
  it("asks the gateway, whichever service it is for", async () => {
    const program = join(__dirname, "requested_urls.py");
    const { stdout } = await run(python, [program], { env: shell("http://127.0.0.1:4000", "us-east-1") });
    const { services, elsewhere, silent } = JSON.parse(stdout) as {
      readonly services: number;
      readonly elsewhere: object;
      readonly silent: readonly string[];
    };
    expect(elsewhere).toEqual({});
    // Some want a token or an ARN, and ask nobody.
    expect(silent.length).toBeLessThan(services / 50);
  });
});

describe("The sandbox's environment", () => {
  let server: Server;
  let endpoint: string;
  /** The host and the service of each request, by its signature. */
  let asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      const [, service = "?"] = /\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? "") ?? [];
      asked.push(service);
      response.writeHead(501, { "content-type": "text/xml" }).end("<Error><Code>NotImplemented</Code></Error>");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => (asked = []));

  it("leads the clients of AWS's SDK for JavaScript to the gateway", async () => {
    const before = { ...process.env };
    // An undefined value would become the text "undefined".
    process.env = Object.fromEntries(
      Object.entries(shell(endpoint, "us-east-1")).filter(([, value]) => value !== undefined),
    );
    const once = { maxAttempts: 1 };
    try {
      await Promise.allSettled([
        new CloudWatchClient(once).send(new ListDashboardsCommand({})),
        new CloudWatchLogsClient(once).send(new DescribeLogGroupsCommand({})),
        new EC2Client(once).send(new DescribeVpcsCommand({})),
        new IAMClient(once).send(new ListRolesCommand({})),
        new OrganizationsClient(once).send(new ListRootsCommand({})),
        new S3Client(once).send(new ListBucketsCommand({})),
        new SSMClient(once).send(new ListDocumentsCommand({})),
        new STSClient(once).send(new GetCallerIdentityCommand({})),
      ]);
    } finally {
      process.env = before;
    }
    expect(asked.sort()).toEqual(["ec2", "iam", "logs", "monitoring", "organizations", "s3", "ssm", "sts"]);
  });

  describeWith(["aws"], "with the AWS CLI", (aws) => {
    // AWS CLI 1 has addresses of its own for these; the last puts the account before the endpoint.
    it.each([
      ["sqs", "us-east-1", ["sqs", "list-queues"]],
      ["sqs", "ap-northeast-1", ["sqs", "list-queues"]],
      ["elasticmapreduce", "eu-west-1", ["emr", "list-clusters"]],
      ["rds", "us-east-1", ["rds", "describe-db-instances"]],
      ["rds", "us-east-1", ["neptune", "describe-db-clusters"]],
      ["health", "ap-northeast-1", ["health", "describe-events"]],
      ["s3", "us-east-1", ["s3control", "get-public-access-block", "--account-id", "111111111111"]],
    ])("leads %s in %s to the gateway", async (service, region, command) => {
      const env = { ...shell(endpoint, region), AWS_MAX_ATTEMPTS: "1" };
      await run(aws, command, { env }).catch(() => undefined);
      expect(asked).toEqual([service]);
    });
  });
});

it("A shell that leaves the sandbox has its own folders of Python again", () => {
  const inside = shell("http://127.0.0.1:4000", "us-east-1");
  expect(inside.PYTHONPATH).toMatch(/aws-cli:\/opt\/own$/);
  expect(environmentAfter(inside)).toMatchObject({ PYTHONPATH: "/opt/own", AWS_CONFIG_FILE: undefined });
  const without = { ...inside, PYTHONPATH: undefined };
  const { PYTHONPATH } = awsVariables({
    endpoint: "http://127.0.0.1:1",
    region: "x",
    credentials: CREDENTIALS,
    env: without,
  });
  expect(environmentAfter({ ...inside, PYTHONPATH })).toMatchObject({ PYTHONPATH: undefined });
});
