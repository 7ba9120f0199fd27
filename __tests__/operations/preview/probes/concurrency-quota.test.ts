import { concurrencyQuota } from "../../../../src/operations/preview/probes/concurrency-quota";
import { brief, DEV, findings, request } from "../fake-preview";

const many = (count: number) => ({
  instances: () =>
    Promise.resolve(
      Array.from({ length: count }, (_, index) => ({ id: `i-${index}`, name: undefined, state: "running" })),
    ),
});
const running = (count: number, adaptive = "False") => ({
  executions: () => Promise.resolve(count),
  setting: () => Promise.resolve(adaptive),
});
const atATime = (maxConcurrency: string) => ({ request: { limits: { ...request.limits, maxConcurrency } } });

describe("the probe of the quota", () => {
  it("finds nothing as long as 100 executions at a time are not exceeded", async () => {
    expect(
      await findings(concurrencyQuota, { at: { [DEV]: { ...many(99), ...running(0) } }, ...atATime("100%") }),
    ).toEqual([]);
    expect(await findings(concurrencyQuota, { at: { [DEV]: running(98) } })).toEqual([]);
  });

  it("counts what runs already, the account's own execution and those of its instances", async () => {
    const found = await findings(concurrencyQuota, { at: { [DEV]: running(99) } });
    expect(found.map(({ message }) => message)).toEqual([
      "99 executions run there, and this start would run 2 more at a time: more than the quota of 100. AWS would queue the rest as Pending.",
    ]);
    expect(brief(found)).toEqual([
      [
        "warning",
        DEV,
        "aws ssm update-service-setting --setting-id /ssm/automation/enable-adaptive-concurrency --setting-value True --region ap-northeast-1",
      ],
    ]);
  });

  it("counts no more instances than run at a time", async () => {
    expect(
      await findings(concurrencyQuota, { at: { [DEV]: { ...many(500), ...running(0) } }, ...atATime("20%") }),
    ).toHaveLength(1);
    expect(
      await findings(concurrencyQuota, { at: { [DEV]: { ...many(500), ...running(0) } }, ...atATime("50") }),
    ).toEqual([]);
  });

  it("knows the quota of 500 of adaptive concurrency, and has no command beyond it", async () => {
    expect(await findings(concurrencyQuota, { at: { [DEV]: running(498, "True") } })).toEqual([]);
    const [finding] = await findings(concurrencyQuota, { at: { [DEV]: running(499, "True") } });
    expect([finding?.mend, finding?.remedy]).toEqual([undefined, expect.stringContaining("--max-concurrency")]);
  });
});
