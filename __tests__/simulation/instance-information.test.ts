import { simulate } from "../../src/simulation/simulate";
import { callStep, NODE, runbookOf } from "./runbooks";

const STOPPED = "i-00000000000000002";
const nodes = { [NODE]: { agent: { version: "3.1.0.0" } }, [STOPPED]: "stopped" } as const;
const ask = (inputs: object) => runbookOf([callStep("ssm", "DescribeInstanceInformation", inputs, named)]);
const named = {
  outputs: [
    { Name: "Ids", Selector: "$.InstanceInformationList..InstanceId", Type: "StringList" },
    { Name: "First", Selector: "$.InstanceInformationList[0]", Type: "StringMap" },
  ],
} as never;

describe("DescribeInstanceInformation in a simulation", () => {
  it("knows the managed nodes that run, with times as boto3 has them", async () => {
    const run = await simulate(ask({}), { nodes });
    expect(run.expectStatus("Success").step("Call").outputs).toMatchObject({
      Ids: [NODE],
      First: { PingStatus: "Online", AgentVersion: "3.1.0.0", RegistrationDate: "2026-01-01T00:00:00.000Z" },
    });
  });

  it("filters as AWS does", async () => {
    const Filters = [{ Key: "PlatformTypes", Values: ["Windows"] }];
    const run = await simulate(ask({ Filters }), { nodes });
    expect(run.step("Call").outputs["Ids"]).toEqual([]);
    const refused = await simulate(ask({ Filters: [{ Key: "Colour", Values: ["red"] }] }), { nodes });
    expect(refused.expectStatus("Failed").failureMessage).toContain("InvalidFilterKey");
  });

  it("is answered by the test if it has an answer", async () => {
    const api = { "ssm:DescribeInstanceInformation": { InstanceInformationList: [{ InstanceId: "mine" }] } };
    const run = await simulate(ask({}), { nodes, api });
    expect(run.step("Call").outputs["Ids"]).toEqual(["mine"]);
  });
});
