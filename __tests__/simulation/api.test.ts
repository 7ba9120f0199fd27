import { ApiCallError } from "../../src/engine/errors";
import { ConfigurationError } from "../../src/diagnostics/errors";
import type { ApiAnswers } from "../../src/simulation/api";
import { simulate } from "../../src/simulation/simulate";
import { callStep, runbookOf } from "./runbooks";

const call = (api: ApiAnswers, times = 1) =>
  simulate(
    runbookOf(
      Array.from({ length: times }, (_, index) =>
        callStep(
          "ec2",
          "DescribeInstanceStatus",
          { InstanceIds: ["i-1"] },
          { name: `Call${index + 1}`, outputs: [{ Name: "State", Selector: "$.State", Type: "String" }] },
        ),
      ),
    ),
    { api },
  );
const NAME = "ec2:DescribeInstanceStatus";
const parameters = { InstanceIds: ["i-1"] };

describe("a call of an API", () => {
  it("gets its answer and is recorded", async () => {
    const run = await call({ [NAME]: { State: "ok" } });
    expect(run.expectStatus("Success").step("Call1").outputs).toEqual({ State: "ok" });
    expect(run.calls).toEqual([{ name: NAME, parameters }]);
  });

  it.each(["describe_instance_status", "describeInstanceStatus", "DescribeInstanceStatus"])(
    "is found in the spelling %s",
    async (api) => {
      const run = await simulate(runbookOf([callStep("EC2", api)]), { api: { [NAME]: {} } });
      expect(run.expectStatus("Success").calls).toEqual([{ name: NAME, parameters: {} }]);
    },
  );

  it("is answered by a function of its parameters, which may take its time", async () => {
    const run = await call({
      [NAME]: ({ InstanceIds: ids }) => Promise.resolve({ State: `of ${JSON.stringify(ids)}` }),
    });
    expect(run.step("Call1").outputs).toEqual({ State: 'of ["i-1"]' });
  });

  it("is answered by the items of a list in turn, and by the last one from then on", async () => {
    const run = await call({ [NAME]: [{ State: "a" }, { State: "b" }] }, 3);
    expect(run.steps.map(({ outputs }) => outputs["State"])).toEqual(["a", "b", "b"]);
  });

  it.each<[string, ApiAnswers[string]]>([
    ["as data", { error: { code: "AuthFailure", message: "Not you." } }],
    ["as an error", new ApiCallError("AuthFailure", "Not you.", "DescribeInstanceStatus")],
    ["in a list", [{ error: { code: "AuthFailure", message: "Not you." } }]],
    [
      "by a function",
      () => {
        throw new ApiCallError("AuthFailure", "Not you.", "DescribeInstanceStatus");
      },
    ],
  ])("can be refused %s", async (_, answer) => {
    const run = await call({ [NAME]: answer });
    expect(run.expectStatus("Failed").failureMessage).toContain(
      "An error occurred (AuthFailure) when calling the DescribeInstanceStatus operation: Not you.",
    );
    expect(run.calls).toEqual([{ name: NAME, parameters, error: "AuthFailure" }]);
  });

  it("gets a response that has a member called error", async () => {
    const run = await call({ [NAME]: { error: "States.TaskFailed" } });
    expect(run.status).toBe("Success");
  });

  it("fails the step if it has no answer, and the message says how to give one", async () => {
    const run = await simulate(runbookOf([callStep("ec2", "describe_images")]));
    expect(run.expectStatus("Failed").failureMessage).toContain(
      'The simulation has no answer to ec2:describe_images: supply one in `api`, for instance { "ec2:DescribeImages": {} }',
    );
    expect(run.calls).toEqual([{ name: "ec2:describe_images", parameters: {}, error: "NoAnswer" }]);
  });

  it("ends the simulation with an unexpected error of its function", async () => {
    const mistake = new TypeError("mistake in the test");
    await expect(
      call({
        [NAME]: () => {
          throw mistake;
        },
      }),
    ).rejects.toBe(mistake);
  });

  it("cannot be answered under an invalid name", async () => {
    await expect(call({ DescribeInstances: {}, "ec2:describe_images": {} })).rejects.toThrow(ConfigurationError);
    await expect(call({ DescribeInstances: {}, "ec2:describe_images": {} })).rejects.toMatchObject({
      problems: [
        { message: '"DescribeInstances" does not name an AWS API operation.' },
        { message: /describe_images/ },
      ].map(({ message }) => ({ message: expect.stringMatching(message) as string })),
    });
  });

  it("is repeated in virtual time until the property has the desired value", async () => {
    const states = ["pending", "pending", "pending", "available"].map((State) => ({ Images: [{ State }] }));
    const wait = callStep("ec2", "DescribeImages", {
      PropertySelector: "$.Images[0].State",
      DesiredValues: ["available"],
    });
    const run = await simulate(runbookOf([{ ...wait, action: "aws:waitForAwsResourceProperty" } as typeof wait]), {
      api: { "ec2:DescribeImages": states },
    });
    expect(run.expectStatus("Success").calls).toHaveLength(4);
    expect(run.seconds).toBeGreaterThan(0);
  });
});
