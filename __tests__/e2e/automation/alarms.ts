/** CloudWatch alarms as gates of waves. */
import { join } from "node:path";
import { temporaryFolder } from "../commands";
import type { Operator } from "./operator";

export function alarms(operator: () => Operator): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  it("stop a run in waves of instances before the next wave", async () => {
    const cloudwatch = (...args: readonly string[]) => operator().cli("management", "cloudwatch", ...args);
    await cloudwatch(
      ...["put-metric-alarm", "--alarm-name", "errors", "--namespace", "Shop", "--metric-name", "Errors"],
      ...["--statistic", "Sum", "--period", "60", "--evaluation-periods", "1", "--threshold", "1"],
      ...["--comparison-operator", "GreaterThanThreshold"],
    );
    await cloudwatch(
      "set-alarm-state",
      "--alarm-name",
      "errors",
      "--state-value",
      "ALARM",
      "--state-reason",
      "5 errors",
    );
    const out = ["--out", join(folder.path, "runs")];
    const waves = ["--waves", "30% of instances, 100% of instances", "--wave-alarm", "errors"];
    const { status, stderr } = await operator().fleetbook(
      "management",
      "start",
      "check-os",
      ...waves,
      "--no-check",
      "--yes",
      ...out,
    );
    expect([status, stderr]).toEqual([1, expect.stringContaining("is in ALARM (5 errors)")]);
    expect(stderr).toContain("Nothing of the later waves was touched: 100% of instances (2 accounts).");
  });
}
