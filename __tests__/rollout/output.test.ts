import { readLine, readPlainErrors } from "../../src/rollout/output";

// Lines as Terraform 1.11.4 with the AWS provider 5.100.0 printed them.
const planSummary =
  '{"@level":"info","@message":"Plan: 1 to import, 1 to add, 0 to change, 0 to destroy.","@module":"terraform.ui","@timestamp":"2026-11-22T02:30:16.782698Z","changes":{"add":1,"change":0,"import":1,"remove":0,"operation":"plan"},"type":"change_summary"}';
const noCredentials =
  '{"@level":"error","@message":"Error: No valid credential sources found","@module":"terraform.ui","@timestamp":"2026-11-22T02:31:21.138108Z","diagnostic":{"severity":"error","summary":"No valid credential sources found","detail":"Please see https://registry.terraform.io/providers/hashicorp/aws\\nfor more information about providing credentials.\\n","address":"provider[\\"registry.terraform.io/hashicorp/aws\\"].m","range":{"filename":"cdk.tf.json","start":{"line":2,"column":163,"byte":487},"end":{"line":2,"column":164,"byte":488}}},"type":"diagnostic"}';
const progress =
  '{"@level":"info","@message":"aws_vpc.vpc: Still creating... [10s elapsed]","@module":"terraform.ui","@timestamp":"2026-11-22T02:30:21.184731Z","hook":{"resource":{"addr":"aws_vpc.vpc","module":"","resource":"aws_vpc.vpc","implied_provider":"aws","resource_type":"aws_vpc","resource_name":"vpc","resource_key":null},"action":"create","elapsed_seconds":10},"type":"apply_progress"}';
const installing =
  '{"@level":"info","@message":"Installing provider version: hashicorp/aws v5.100.0...","@module":"terraform.ui","@timestamp":"2026-11-22T02:24:16.794682Z","type":"log"}';
const installed =
  '{"@level":"info","@message":"Installed provider version: hashicorp/aws v5.100.0 (unauthenticated)","@module":"terraform.ui","@timestamp":"2026-11-22T02:24:19.469971Z","type":"log"}';
const version =
  '{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","@timestamp":"2026-11-22T02:24:16.590548Z","terraform":"1.11.4","type":"version","ui":"1.2"}';

describe("a line of Terraform's output", () => {
  it("says how many resources a plan changes", () => {
    expect(readLine(planSummary)).toEqual({ type: "changes", changes: { add: 1, change: 0, remove: 0 } });
  });

  it("reports an error with the address that caused it", () => {
    expect(readLine(noCredentials)).toEqual({
      type: "diagnostic",
      diagnostic: {
        severity: "error",
        summary: "No valid credential sources found",
        detail:
          "Please see https://registry.terraform.io/providers/hashicorp/aws\nfor more information about providing credentials.\n",
        address: 'provider["registry.terraform.io/hashicorp/aws"].m',
      },
    });
  });

  it("says which resource takes long", () => {
    expect(readLine(progress)).toEqual({ type: "waiting", address: "aws_vpc.vpc", seconds: 10 });
  });

  it("says once which provider is being installed", () => {
    expect(readLine(installing)).toEqual({ type: "installing", provider: "hashicorp/aws v5.100.0" });
    expect(readLine(installed)).toBeUndefined();
  });

  it.each(["", "Successfully configured the backend", "{ not json", '{"type":"unheard of"}', version])(
    "is ignored if it is %j",
    (line) => {
      expect(readLine(line)).toBeUndefined();
    },
  );

  it("keeps its line breaks and loses its other control characters", () => {
    const line = JSON.stringify({
      type: "diagnostic",
      diagnostic: { severity: "error", summary: "\u001b[31mred\u001b[0m\u0007", detail: "one\ntwo\r\u009b" },
    });
    expect(readLine(line)).toMatchObject({ diagnostic: { summary: "red", detail: "one\ntwo" } });
  });
});

describe("errors in Terraform's plain output", () => {
  it("are found without colours", () => {
    const text =
      "\nError: Error acquiring the state lock\n\nError message: 412\n\nError: Backend initialization required\n\nReason: changed\n";
    expect(readPlainErrors(text)).toEqual([
      {
        severity: "error",
        summary: "Error acquiring the state lock",
        detail: "Error message: 412",
        address: undefined,
      },
      { severity: "error", summary: "Backend initialization required", detail: "Reason: changed", address: undefined },
    ]);
  });

  it("are found with frames and colours", () => {
    const text =
      "\u001b[31m╷\u001b[0m\n\u001b[31m│\u001b[0m \u001b[1m\u001b[31mError: \u001b[0mNo bucket\n│ \n│ It is not there.\n╵\n";
    expect(readPlainErrors(text)).toEqual([
      { severity: "error", summary: "No bucket", detail: "It is not there.", address: undefined },
    ]);
  });

  it("are the whole output if it has no line with Error:, and none if the output is empty", () => {
    expect(readPlainErrors("Failed to unlock state: no\n")).toMatchObject([{ summary: "Failed to unlock state: no" }]);
    expect(readPlainErrors(" \n")).toEqual([]);
  });
});
