import { partsOf } from "../../../src/operations/request/parts";
import type { ResolvedRequest } from "../../../src/operations/request/request";
import { largeFleet, resolved } from "./requests";

const instanceIds = (count: number) =>
  Array.from({ length: count }, (_, index) => `i-${String(index).padStart(17, "0")}`);

/** `<account> <instance or tag>` of every pair of every call. */
function pairs(request: ResolvedRequest): readonly string[] {
  return partsOf(request).flatMap(({ input }) =>
    (input.TargetLocations ?? []).flatMap(({ Accounts = [], Regions = [], Targets = input.Targets ?? [] }) =>
      Accounts.flatMap((account) =>
        Regions.flatMap((region) =>
          Targets.flatMap(({ Values = [] }) => Values.map((value) => `${account} ${region} ${value}`)),
        ),
      ),
    ),
  );
}

describe("a request", () => {
  it("for a few accounts is one call with one location", () => {
    const [part, ...others] = partsOf(resolved());
    expect(others).toEqual([]);
    expect(part?.input).toEqual({
      DocumentName: "check-os",
      Parameters: {
        AutomationAssumeRole: ["arn:aws:iam::111111111111:role/AWS-SystemsManager-AutomationAdministrationRole"],
      },
      TargetParameterName: "InstanceId",
      Targets: [{ Key: "tag:ssm-automation", Values: ["true"] }],
      MaxConcurrency: "10",
      MaxErrors: "10%",
      TargetLocations: [
        {
          Accounts: ["222222222222", "333333333333", "444444444444"],
          Regions: ["ap-northeast-1"],
          ExecutionRoleName: "AWS-SystemsManager-AutomationExecutionRole",
          TargetLocationMaxConcurrency: "10",
          TargetLocationMaxErrors: "10%",
        },
      ],
    });
  });

  it("has at most 50 accounts in a location", () => {
    const request = resolved({}, largeFleet(120));
    const [part] = partsOf(request);
    expect(part?.input.TargetLocations?.map(({ Accounts }) => Accounts?.length)).toEqual([50, 50, 20]);
    expect(new Set(pairs(request)).size).toBe(120);
  });

  it("has a location for each name of the execution role, because AWS takes one name for a location", () => {
    const some = largeFleet(4, (index) => ({ existingExecutionRole: index % 2 === 0 ? undefined : "Old" }));
    const locations = partsOf(resolved({}, some)).flatMap(({ input }) => input.TargetLocations ?? []);
    expect(locations.map(({ Accounts, ExecutionRoleName }) => [Accounts, ExecutionRoleName])).toEqual([
      [["200000000000", "200000000002"], "AWS-SystemsManager-AutomationExecutionRole"],
      [["200000000001", "200000000003"], "Old"],
    ]);
  });

  it("has the role that the request names in every account", () => {
    const some = largeFleet(2, () => ({ existingExecutionRole: "Old" }));
    const [part] = partsOf(resolved({ executionRole: "Mine" }, some));
    expect(part?.input.TargetLocations).toMatchObject([{ ExecutionRoleName: "Mine" }]);
  });

  it("divides a limit in numbers among the locations, because AWS applies it to each of them", () => {
    const [part] = partsOf(resolved({ limits: { accountConcurrency: "24", accountErrors: "5" } }, largeFleet(120)));
    const limits = part?.input.TargetLocations?.map((location) => [
      location.TargetLocationMaxConcurrency,
      location.TargetLocationMaxErrors,
    ]);
    expect(limits).toEqual([
      ["10", "2"],
      ["10", "2"],
      ["4", "0"],
    ]);
  });

  it("has a location for the accounts of each set of Regions", () => {
    const regions = ["ap-northeast-1", "eu-west-1"];
    const many = largeFleet(4, (index) => ({ regions: index < 3 ? regions : ["ap-northeast-1"] }));
    const request = resolved({}, { ...many, regions });
    expect(
      partsOf(request)[0]?.input.TargetLocations?.map(({ Accounts, Regions }) => [Accounts?.length, Regions]),
    ).toEqual([
      [3, regions],
      [1, ["ap-northeast-1"]],
    ]);
  });

  it("becomes several calls if it has more than 100 locations", () => {
    const request = resolved({}, largeFleet(120));
    const single = {
      ...request,
      places: request.places.map((place) => ({ ...place, instances: ["i-00000000000000001"] })),
    };
    expect(partsOf(single).map(({ input }) => input.TargetLocations?.length)).toEqual([100, 20]);
    expect(new Set(pairs(single)).size).toBe(120);
  });

  it("for more than 50 instances of an account becomes several calls, with each instance once", () => {
    const request = resolved({ accounts: ["app-dev"], targets: { instances: instanceIds(120) } });
    const parts = partsOf(request);
    expect(parts.map(({ places }) => places[0]?.instances?.length)).toEqual([50, 50, 20]);
    expect(new Set(pairs(request)).size).toBe(120);
  });
});
