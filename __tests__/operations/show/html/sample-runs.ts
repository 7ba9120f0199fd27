/** Runs of invented fleets, large and small, with what makes a page hard. */
import { createHash } from "node:crypto";
import type { PageSource } from "../../../../src/operations/show/html/page";
import type { OutputReference, ResultRecord, Run } from "../../../../src/operations/results/schema";
import { executionOf, run, stepOf } from "../../results/records";

const REGION = "ap-northeast-1";
const START = Date.parse("2026-11-29T09:00:00.000Z");

/** Outputs that try to act in the page, by the instance that has them. */
export const HOSTILE: Readonly<Record<string, Uint8Array>> = {
  "i-0000000000000a001": Buffer.from("</script><script>document.title = 'taken'</script><img src=x onerror=alert(1)>"),
  "i-0000000000000a002": Buffer.from("\x1b[31mred\x1b[0m \u202egnp.exe **bold** [link](javascript:alert(1))"),
  "i-0000000000000a003": Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x00, 0xff]),
  "i-0000000000000a004": Buffer.from("long line ".repeat(524_288)),
  "i-0000000000000a005": Buffer.from("first\r\nsecond\r\n"),
};

/** A source for `showAsHtml` that collects records and outputs. */
export class SampleRun implements PageSource {
  readonly run: Run;
  readonly #records: ResultRecord[] = [];
  readonly #outputs = new Map<string, Uint8Array>();

  constructor(changes: Partial<Run> = {}) {
    this.run = { ...run, ...changes };
  }

  add(...records: readonly ResultRecord[]): this {
    this.#records.push(...records);
    return this;
  }

  put(content: Uint8Array | string): OutputReference {
    const bytes = Buffer.from(content);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    this.#outputs.set(sha256, bytes);
    const isText = Buffer.from(bytes.toString("utf8")).equals(bytes) && !bytes.includes(0);
    return { sha256, bytes: bytes.length, encoding: isText ? "utf-8" : "binary", source: "step" };
  }

  records(): Iterable<ResultRecord> {
    return this.#records;
  }

  output(sha256: string): Promise<Uint8Array> {
    return Promise.resolve(this.#outputs.get(sha256) ?? Buffer.alloc(0));
  }
}

/** Three instances in two accounts; one of them fails, and a third account cannot be read. */
export function smallRun(): SampleRun {
  const sample = new SampleRun();
  const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
  const web = ["i-0123456789abcdef0", "web-1"] as const;
  const app = ["i-0fedcba9876543210", "app-1"] as const;
  const old = ["i-00000000000000bad", "legacy-1"] as const;
  const accounts = { [web[0]]: "222222222222", [app[0]]: "333333333333", [old[0]]: "333333333333" };
  for (const [instance, instanceName] of [web, app, old]) {
    const accountId = accounts[instance] ?? "";
    const isOld = instance === old[0];
    const place = { accountId, region: REGION, instanceName };
    const failure = {
      message: "Step fails when it is verifying the command: yum is locked",
      type: "Action",
      stage: "Verification",
    };
    const status = isOld ? "Failed" : "Success";
    sample.add(
      executionOf(instance, { ...place, status, startTime: at(2), endTime: at(9), ...(isOld && { failure }) }),
      stepOf(instance, "CheckHostname", {
        ...place,
        startTime: at(2),
        endTime: at(4.2),
        responseCode: "0",
        inputs: { DocumentName: '"AWS-RunShellScript"', Parameters: '{"commands":["hostname"]}' },
        commandId: "55555555-5555-4555-8555-555555555555",
        output: sample.put(`${instanceName}.example.internal\n`),
      }),
      stepOf(instance, "CheckOs", {
        ...place,
        index: 1,
        startTime: at(4.2),
        endTime: at(6),
        output: sample.put(isOld ? "Amazon Linux release 2 (Karoo)\n" : "Amazon Linux release 2023.6.20260915\n"),
      }),
      stepOf(instance, "CheckUpdate", {
        ...place,
        index: 2,
        startTime: at(6),
        endTime: at(9),
        status,
        ...(isOld ? { failure, responseCode: "1" } : { output: sample.put("openssl.x86_64 1:3.2.2-1 amazonlinux\n") }),
      }),
    );
  }
  sample.add({
    kind: "unread",
    what: "account",
    accountId: "444444444444",
    region: REGION,
    reason: "no-reader-role",
    message: "AccessDenied: fleetbook-reader could not be assumed",
    remedy: "Deploy the account's member stack.",
  });
  return sample;
}

/** Instances whose answers are hostile. */
export function hostileRun(): SampleRun {
  const sample = new SampleRun({ document: "</title><script>alert(1)</script>" });
  for (const [instance, content] of Object.entries(HOSTILE)) {
    const instanceName = `<b>${instance.slice(-4)}</b>`;
    sample.add(
      executionOf(instance, { instanceName }),
      stepOf(instance, "Ask", { instanceName, output: sample.put(content) }),
    );
  }
  return sample;
}
