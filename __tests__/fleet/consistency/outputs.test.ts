import { example, load, onlyProblem } from "../fleet-file";

const withOutputs = (...lines: readonly string[]) =>
  example(["state:\n", `outputs:\n${lines.map((line) => `  ${line}\n`).join("")}state:\n`]);

describe("the buckets for outputs", () => {
  it("keep outputs for 30 days, or as many as the file says", () => {
    expect(load(example()).outputs).toBeUndefined();
    expect(load(withOutputs("bucketPrefix: fleetbook-outputs")).outputs).toEqual({
      bucketPrefix: "fleetbook-outputs",
      expirationDays: 30,
    });
    expect(load(withOutputs("bucketPrefix: fleetbook-outputs", "expirationDays: 7")).outputs?.expirationDays).toBe(7);
  });
});

describe("a message about the buckets for outputs", () => {
  it.each([
    ["capitals", "Outputs", "3 to 34 lower-case letters"],
    ["a name that S3 reserves", "xn--outputs", '"xn--outputs-111111111111-ap-northeast-1"'],
    ["the name of the state buckets", "fleetbook-state", "outputs need a bucket of their own"],
  ])("names the line of a prefix with %s", (_, prefix, message) => {
    const problem = onlyProblem(withOutputs(`bucketPrefix: ${prefix}`));
    expect(problem.place).toMatch(/^fleet\.yaml:\d+:17$/);
    expect(problem.message).toContain(message);
  });
});
