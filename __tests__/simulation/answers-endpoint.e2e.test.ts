import type { Step } from "../../src/document/model";
import { simulate, type SimulationOptions } from "../../src/simulation/simulate";
import { describeWith } from "../requires";
import { runbookOf } from "./runbooks";

const api: NonNullable<SimulationOptions["api"]> = {
  "ec2:DescribeImages": { Images: [{ ImageId: "ami-1", CreationDate: "2026-01-01T00:00:00Z" }] },
  "s3:ListObjectsV2": { Contents: [{ Key: "k", Size: 5, LastModified: "2026-01-02T03:04:05Z" }] },
  "dynamodb:GetItem": { Item: { n: { S: "hello" } } },
  "lambda:GetFunctionConfiguration": (parameters) => ({ Timeout: parameters["FunctionName"] === "f" ? 30 : 0 }),
  "sts:GetCallerIdentity": { Account: "111122223333" },
  "ssm:GetParameter": { error: { code: "ParameterNotFound", message: "There is no such parameter." } },
};

const script = (...lines: readonly string[]): Step => ({
  name: "Ask",
  action: "aws:executeScript",
  inputs: {
    Runtime: "python3.11",
    Handler: "handle",
    InputPayload: {},
    Script: ["import boto3, subprocess", "def handle(events, context):", ...lines.map((line) => `    ${line}`)].join(
      "\n",
    ),
  },
});

const asked = (...lines: readonly string[]) => simulate(runbookOf([script(...lines)]), { api });
const saying = async (expression: string) => {
  const run = await asked(`return {"said": ${expression}}`);
  return run.expectStatus("Success").step("Ask").outputs["Payload"];
};

// Every simulation starts Python processes, and the machine may be busy.
jest.setTimeout(60_000);

describeWith(["moto_server", "aws"], "a script in a simulation whose calls are answered", () => {
  it("gets the answer in the protocol of each service, with boto3 and with the AWS CLI", async () => {
    const calls = [
      ['boto3.client("ec2").describe_images(Owners=["self"])["Images"][0]["ImageId"]', "ami-1"],
      [
        'str(boto3.client("s3").list_objects_v2(Bucket="b")["Contents"][0]["LastModified"])',
        "2026-01-02 03:04:05+00:00",
      ],
      ['boto3.resource("dynamodb").Table("t").get_item(Key={"a": "b"})["Item"]["n"]', "hello"],
      ['boto3.client("lambda").get_function_configuration(FunctionName="f")["Timeout"]', 30],
      ['boto3.client("sts").get_caller_identity()["Account"]', "111122223333"],
      [
        'subprocess.run(["aws", "ec2", "describe-images", "--query", "Images[].ImageId", "--output", "text"], capture_output=True, text=True).stdout',
        "ami-1\n",
      ],
    ] as const;
    expect(await saying(`[${calls.map(([expression]) => expression).join(", ")}]`)).toEqual({
      said: calls.map(([, said]) => said),
    });
  });

  it("gets AWS's error as boto3 raises it", async () => {
    const run = await asked('boto3.client("ssm").get_parameter(Name="x")');
    expect(run.expectStatus("Failed").failureMessage).toContain(
      "An error occurred (ParameterNotFound) when calling the GetParameter operation: There is no such parameter.",
    );
  });

  it("fails with how to answer a call that has no answer", async () => {
    const run = await asked('boto3.client("sns").publish(TopicArn="x", Message="m")');
    expect(run.expectStatus("Failed").failureMessage).toContain("The simulation has no answer to sns:Publish");
  });

  it("has its calls in the result, with their parameters", async () => {
    const run = await asked('return boto3.client("ec2").describe_images(Owners=["self"])["Images"]');
    expect(run.calls).toEqual([{ name: "ec2:DescribeImages", parameters: { Owners: ["self"] } }]);
  });

  it("asks in the Region of the simulation", async () => {
    const run = await simulate(runbookOf([script("return boto3.client('ec2').meta.region_name")]), {
      location: { region: "eu-central-1" },
    });
    expect(run.expectStatus("Success").step("Ask").outputs["Payload"]).toBe("eu-central-1");
  });
});
