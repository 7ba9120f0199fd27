import { serveJson } from "../../../../src/sandbox/protocol/json";
import {
  describeInstanceInformation,
  type NodeAssociations,
} from "../../../../src/sandbox/systems-manager/managed-nodes/describe-instance-information";
import { AwsError } from "../../../../src/sandbox/protocol/aws-error";
import { jsonClient } from "../../json-client";
import { ACCOUNT, instanceId, instanceOf, inventoryOf, privateNetwork, REGION } from "./fixtures";

interface Entry {
  readonly InstanceId: string;
}

function client(instances = [instanceOf(1)], associationsOf: (id: string) => NodeAssociations = () => ({})) {
  const inventory = inventoryOf(privateNetwork({ instances }));
  const operation = describeInstanceInformation({
    ...inventory,
    associationsIn: () => new Map(instances.map(({ id }) => [id, associationsOf(id)])),
  });
  const call = jsonClient((request) => serveJson(new Map([[operation.name, operation]]), request), {
    accountId: ACCOUNT,
    region: REGION,
  });
  const ask = (input: object = {}) => call("DescribeInstanceInformation", input);
  const ids = async (input: object = {}) =>
    ((await ask(input)) as { InstanceInformationList: Entry[] }).InstanceInformationList.map(
      (entry) => entry.InstanceId,
    );
  return { ...inventory, ask, ids };
}

describe("DescribeInstanceInformation", () => {
  it("describes a managed node", async () => {
    const { ask, clock } = client();
    expect(await ask()).toEqual({
      InstanceInformationList: [
        {
          InstanceId: instanceId(1),
          PingStatus: "Online",
          LastPingDateTime: clock.now().getTime() / 1000,
          AgentVersion: expect.stringMatching(/^3\./) as string,
          IsLatestVersion: true,
          PlatformType: "Linux",
          PlatformName: "Amazon Linux",
          PlatformVersion: "2023",
          IamRole: "node",
          RegistrationDate: clock.now().getTime() / 1000,
          ResourceType: "EC2Instance",
          IPAddress: "10.0.1.1",
          ComputerName: `ip-10-0-1-1.${REGION}.compute.internal`,
          SourceId: instanceId(1),
          SourceType: "AWS::EC2::Instance",
        },
      ],
    });
  });

  it("says what the node's associations did, and finds nodes by it", async () => {
    const failed: NodeAssociations = {
      AssociationStatus: "Failed",
      AssociationOverview: {
        DetailedStatus: "Failed",
        InstanceAssociationStatusAggregatedCount: { Failed: 1, Success: 2 },
      },
    };
    const { ask, ids } = client([instanceOf(1), instanceOf(2)], (id) => (id === instanceId(2) ? failed : {}));
    expect(await ids({ Filters: [{ Key: "AssociationStatus", Values: ["Failed"] }] })).toEqual([instanceId(2)]);
    expect(await ask({ Filters: [{ Key: "InstanceIds", Values: [instanceId(2)] }] })).toMatchObject({
      InstanceInformationList: [failed],
    });
  });

  it("lists a node that lost its connection, but not a stopped node", async () => {
    const { ask, ids, change } = client();
    await ids();
    change({ facts: privateNetwork({ endpoints: [] }) });
    expect(await ask()).toMatchObject({ InstanceInformationList: [{ PingStatus: "ConnectionLost" }] });
    change({ facts: privateNetwork({ instances: [instanceOf(1, { state: "stopped" })] }) });
    expect(await ids()).toEqual([]);
  });

  const both = [instanceOf(1, { tags: { env: "dev" } }), instanceOf(2, { isWindows: true, tags: { team: "a" } })];
  it.each([
    [{ Filters: [{ Key: "tag:env", Values: ["dev", "test"] }] }, [1]],
    [{ Filters: [{ Key: "tag-key", Values: ["team"] }] }, [2]],
    [{ Filters: [{ Key: "PlatformType", Values: ["Windows"] }] }, [2]],
    [{ Filters: [{ Key: "PingStatus", Values: ["Online"] }] }, [1, 2]],
    [{ Filters: [{ Key: "IamRole", Values: ["other"] }] }, []],
    [
      {
        Filters: [
          { Key: "InstanceIds", Values: [instanceId(2)] },
          { Key: "PlatformType", Values: ["Linux"] },
        ],
      },
      [],
    ],
    [{ Filters: [{ Key: "InstanceIds", Values: [instanceId(9)] }] }, []],
    [{ InstanceInformationFilterList: [{ key: "PlatformTypes", valueSet: ["Linux"] }] }, [1]],
  ])("with the filters %j finds the nodes %j", async (input, expected) => {
    expect(await client(both).ids(input)).toEqual(expected.map(instanceId));
  });

  it.each([
    [{ Filters: [{ Key: "Colour", Values: ["red"] }] }, "InvalidFilterKey"],
    [
      {
        Filters: [
          { Key: "tag:a", Values: ["b"] },
          { Key: "PingStatus", Values: ["Online"] },
        ],
      },
      "InvalidFilterKey",
    ],
    [{ Filters: [{ Key: "PingStatus", Values: ["Asleep"] }] }, "InvalidInstanceInformationFilterValue"],
    [{ Filters: [{ Key: "InstanceIds", Values: ["nonsense"] }] }, "InvalidInstanceId"],
    [{ Filters: [{ Key: "PingStatus", Values: [] }] }, "ValidationException"],
    [{ InstanceInformationFilterList: [{ key: "tag:a", valueSet: ["b"] }] }, "ValidationException"],
    [
      {
        Filters: [{ Key: "PingStatus", Values: ["Online"] }],
        InstanceInformationFilterList: [{ key: "PingStatus", valueSet: ["Online"] }],
      },
      "ValidationException",
    ],
    [{ MaxResults: 4 }, "ValidationException"],
    [{ MaxResults: 51 }, "ValidationException"],
    [{ NextToken: "made up" }, "InvalidNextToken"],
  ])("refuses %j with %s", async (input, code) => {
    const refusal: unknown = await client()
      .ask(input)
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AwsError);
    expect(refusal).toMatchObject({ code });
  });

  it("returns pages of ten nodes by default, and of other sizes with MaxResults", async () => {
    const { ask, ids } = client(Array.from({ length: 12 }, (_, index) => instanceOf(index + 1)));
    expect(await ids()).toHaveLength(10);
    const { NextToken } = (await ask()) as { NextToken: string };
    expect(await ids({ NextToken })).toEqual([instanceId(11), instanceId(12)]);
    expect(await ids({ MaxResults: 5 })).toHaveLength(5);
  });
});
