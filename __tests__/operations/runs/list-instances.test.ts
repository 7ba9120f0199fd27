import { unreadableBecause } from "../../../src/operations/collect/unreadable";
import { wavesFrom } from "../../../src/operations/request/waves";
import { planRun } from "../../../src/operations/runs/make-plan";
import { listInstances, type InstanceLister } from "../../../src/operations/runs/list-instances";
import { summaryOf } from "../../../src/operations/runs/summary";
import { fleet, resolved } from "../request/requests";

const NOW = new Date("2026-11-29T09:00:00Z");
const inWaves = (text: string, of: Parameters<typeof resolved>[0] = {}) =>
  resolved({ waves: [...wavesFrom(text, {})], ...of });
const two: InstanceLister = ({ account }) =>
  Promise.resolve(account.name === "app-prod" ? [] : [`i-${account.name}-1`, `i-${account.name}-2`]);

describe("the instances of a run in waves", () => {
  it("are not listed if no wave takes a share of them", async () => {
    const request = inWaves("50%, 100%");
    expect(await listInstances(fleet, request, () => Promise.reject(new Error("asked")))).toBe(request);
  });

  it("are listed by the targets of the request, and are in the plan by their ids", async () => {
    const asked: unknown[] = [];
    const request = await listInstances(fleet, inWaves("50% of instances, 100%"), (place, selection) => {
      asked.push(selection);
      return two(place, selection);
    });
    expect(asked[0]).toEqual({ by: "tags", tags: [{ key: "ssm-automation", values: ["true"] }] });
    const { parts } = planRun({ fleet, request, createdBy: "arn", now: NOW });
    expect(parts.map(({ wave, places }) => [wave, places.flatMap(({ instances }) => instances)])).toEqual([
      [0, ["i-app-dev-1", "i-app-staging-1"]],
      [1, ["i-app-dev-2", "i-app-staging-2"]],
    ]);
    expect(parts[0]?.input.TargetLocations?.map(({ Targets }) => Targets)).toEqual([
      [{ Key: "ParameterValues", Values: ["i-app-dev-1"] }],
      [{ Key: "ParameterValues", Values: ["i-app-staging-1"] }],
    ]);
  });

  it("are counted in the confirmation, with the accounts that have none", async () => {
    const lines = summaryOf(await listInstances(fleet, inWaves("first=50% of instances, 100%"), two));
    expect(lines).toEqual(
      expect.arrayContaining([
        "  targets     tag:ssm-automation=true",
        "  instances   4, listed now: what joins later is not in the run",
        "              none in app-prod: left out",
        "  waves       first: 2 instances in 2 accounts; the next one if at most 0 fail",
        "              100%: 2 instances in 2 accounts",
      ]),
    );
  });

  it("of an account that cannot be read start nothing", async () => {
    const refused: InstanceLister = () => Promise.reject(unreadableBecause("no-reader-role", "AccessDenied: no"));
    await expect(listInstances(fleet, inWaves("100% of instances"), refused)).rejects.toThrow(
      "Its instances cannot be listed, and a wave takes a share of them: AccessDenied: no.",
    );
  });

  it("of a resource group cannot be listed", async () => {
    const request = inWaves("100% of instances", { targets: { resourceGroup: "web" } });
    await expect(listInstances(fleet, request, two)).rejects.toThrow("those of ResourceGroup cannot be listed");
  });
});
