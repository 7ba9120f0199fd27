import { example, load, onlyProblem, problems } from "../fleet-file";

const PREFIX = "  bucketPrefix: fleetbook-state";
const withState = (...lines: readonly string[]) => example([PREFIX, lines.map((line) => `  ${line}`).join("\n")]);

describe("the settings of the state buckets", () => {
  it("name the buckets by a pattern", () => {
    const { state } = load(withState('bucketName: "tfstate-{accountId}-{region}"'));
    expect(state).toEqual({
      bucketName: "tfstate-{accountId}-{region}",
      encryption: "aws:kms",
      noncurrentVersionDays: 90,
    });
  });

  it("reach the constructs with their key and logs", () => {
    const file = withState(
      "bucketPrefix: fleetbook-state",
      "kmsKey: alias/state",
      'accessLogs: { bucket: "logs-{accountId}", prefix: state/ }',
    );
    expect(load(file).state).toMatchObject({
      bucketName: "fleetbook-state-{accountId}-{region}",
      kmsKey: "alias/state",
      accessLogs: { bucket: "logs-{accountId}", prefix: "state/" },
    });
  });
});

describe("a message about the state buckets", () => {
  it.each([
    ["a name without the account id", ["bucketName: tfstate"], "contains {accountId}"],
    ["an unknown placeholder", ['bucketName: "tf-{accountId}-{stage}"'], "contains {accountId}"],
    ["neither form of the name", ["encryption: AES256"], "state has neither bucketPrefix nor bucketName"],
    [
      "both forms of the name",
      ["bucketPrefix: tf-state", 'bucketName: "tf-{accountId}"'],
      "state has both bucketPrefix and bucketName",
    ],
    [
      "a name that is too long with the real ids",
      ['bucketName: "terraform-state-of-the-whole-company-{accountId}-{region}"'],
      '"terraform-state-of-the-whole-company-111111111111-ap-northeast-1" (64 characters)',
    ],
    ["a name that S3 reserves", ['bucketName: "xn--{accountId}"'], '"xn--111111111111"'],
    ["a key id", ["bucketPrefix: tf-state", "kmsKey: 1234abcd"], "the ARN of a KMS key"],
    [
      "a key in another Region",
      ["bucketPrefix: tf-state", "kmsKey: arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012"],
      "is a key in us-east-1 (partition aws), but the state buckets are in the home Region ap-northeast-1",
    ],
    [
      "a key with SSE-S3",
      ["bucketPrefix: tf-state", "kmsKey: alias/state", "encryption: AES256"],
      "uses no key of yours",
    ],
    ["logs without the account id", ["bucketPrefix: tf-state", "accessLogs: { bucket: logs }"], "contains {accountId}"],
    [
      "logs in the state bucket itself",
      ["bucketPrefix: tf-state", 'accessLogs: { bucket: "tf-state-{accountId}-{region}" }'],
      "is the state bucket itself",
    ],
  ])("names %s", (_, lines, message) => {
    const problem = onlyProblem(withState(...lines));
    expect(problem.message).toContain(message);
    expect(problem.remedy).toBeTruthy();
  });

  it("is not given twice for a state that is missing", () => {
    const found = problems(example([`state:\n${PREFIX}\n`, ""]));
    expect(found.map(({ message }) => message)).toEqual(['The file lacks the key "state".']);
  });
});
