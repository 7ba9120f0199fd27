/** A run of an invented fleet: 100 accounts, five steps on each instance, and failures here and there. */
import { createHash } from "node:crypto";
import type {
  ExecutionRecord,
  OutputReference,
  ResultRecord,
  Run,
  StepRecord,
} from "../../src/operations/results/schema";
import type { PageSource } from "../../src/operations/show/html/page";

const START = Date.parse("2026-11-29T09:00:00.000Z");
const STEPS = ["CheckHostname", "CheckOs", "CheckKernel", "CheckDisk", "CheckUpdate"];
const FAILURES = [
  { status: "TimedOut", message: "Step timed out while it was verifying the invocation of the command." },
  { status: "Failed", message: "Command failed with ResponseCode=1: Could not resolve host: mirror.example.internal" },
  { status: "Failed", message: "The instance is not connected to Systems Manager." },
];

const ACCOUNTS = Array.from({ length: 100 }, (_, number) => {
  const stage = ["dev", "staging", "production"][number % 3] ?? "";
  const team = ["shop", "billing", "search", "data", "media"][number % 5] ?? "";
  return {
    id: `${200_000_000_000 + number}`,
    name: `${team}-${stage}-${number}`,
    organizationalUnit: `workloads/${stage}`,
  };
});

/** @param instances each has five steps; one in 83 fails */
export function inventedRun(instances: number): PageSource {
  const outputs = new Map<string, Uint8Array>();
  const put = (text: string): OutputReference => {
    const bytes = Buffer.from(text);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    outputs.set(sha256, bytes);
    return { sha256, bytes: bytes.length, encoding: "utf-8", source: "step" };
  };
  return {
    run: inventedDescription(),
    *records() {
      for (let number = 1; number <= instances; number += 1) yield* recordsOf(number, put);
    },
    output: (sha256) => Promise.resolve(outputs.get(sha256) ?? new Uint8Array()),
  };
}

function inventedDescription(): Run {
  return {
    version: 1,
    executionId: "11111111-1111-4111-8111-111111111111",
    accountId: ACCOUNTS[0]?.id ?? "",
    region: "ap-northeast-1",
    document: "check-os",
    documentVersion: "1",
    status: "Success",
    startTime: timeAfter(0),
    endTime: timeAfter(480),
    startedBy: `arn:aws:iam::${ACCOUNTS[0]?.id ?? ""}:role/operator`,
    parameters: {},
    targets: [],
    accounts: ACCOUNTS,
    collectedAt: timeAfter(600),
    complete: true,
  };
}

function* recordsOf(number: number, put: (text: string) => OutputReference): Iterable<ResultRecord> {
  const failure = number % 83 === 5 ? FAILURES[number % 3] : undefined;
  const last = failure === undefined ? STEPS.length - 1 : 1 + (number % 4);
  const begin = (number % 500) * 0.9;
  const place = {
    accountId: ACCOUNTS[number % ACCOUNTS.length]?.id ?? "",
    region: number % 7 === 0 ? "eu-west-1" : "ap-northeast-1",
    instance: `i-${(0x0abc000000000000n + BigInt(number)).toString(16).padStart(17, "0")}`,
    instanceName: `node-${number}`,
  };
  const executionId = uuidOf(`execution ${number}`);
  const ended = { startTime: timeAfter(begin), endTime: timeAfter(begin + 3 * (last + 1)) };
  const status = failure?.status ?? "Success";
  yield { kind: "execution", level: "instance", ...place, executionId, status, ...ended } satisfies ExecutionRecord;
  for (const [index, step] of STEPS.slice(0, last + 1).entries()) {
    const failed = index === last ? failure : undefined;
    yield {
      kind: "step",
      ...place,
      executionId,
      step,
      stepExecutionId: uuidOf(`step ${number} ${step}`),
      index,
      action: "aws:runCommand",
      status: failed?.status ?? "Success",
      startTime: timeAfter(begin + 3 * index),
      endTime: timeAfter(begin + 3 * index + 1 + (number % 20) / 10),
      inputs: { DocumentName: '"AWS-RunShellScript"', InstanceIds: JSON.stringify([place.instance]) },
      commandId: uuidOf(`command ${number} ${step}`),
      ...(failed === undefined
        ? { responseCode: "0", output: put(answerTo(step, number)) }
        : { failure: { message: failed.message, type: "Action" } }),
    } satisfies StepRecord;
  }
}

function answerTo(step: string, number: number): string {
  switch (step) {
    case "CheckHostname":
      return `node-${number}.example.internal\n`;
    case "CheckOs":
      return number % 41 === 0 ? "Amazon Linux release 2 (Karoo)\n" : "Amazon Linux release 2023.6.20260915\n";
    case "CheckKernel":
      return `6.1.${number % 97 === 0 ? 9 : 112}-124.190.amzn2023.x86_64\n`;
    case "CheckDisk":
      return `Filesystem      Size  Used Avail Use% Mounted on\n/dev/nvme0n1p1   30G  ${number % 29}.${number % 10}G   21G  ${number % 90}% /\n`;
    default:
      return number % 13 === 0
        ? "openssl.x86_64  1:3.2.2-1.amzn2023  amazonlinux\n"
        : "No packages marked for update\n";
  }
}

/** A UUID that is always the same for a text: ids are what compresses worst. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function timeAfter(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString();
}
