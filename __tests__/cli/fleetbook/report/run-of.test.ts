import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOf } from "../../../../src/cli/fleetbook/report/run-of";
import { RunWriter } from "../../../../src/operations/results/run-writer";
import { id, MANAGEMENT, REGION } from "../../../operations/collect/fake-aws";
import { fleet } from "../../../operations/request/requests";

jest.mock("../../../../src/operations/collect/aws/readers", () => {
  throw new Error("AWS's clients are loaded.");
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the run of a report", () => {
  it("that was collected completely is read from its folder, and no client of AWS is loaded", async () => {
    const printed = jest.spyOn(console, "error").mockImplementation();
    const writer = await RunWriter.open(join(folder, id(1)));
    await writer.describe({
      ...{ version: 1, executionId: id(1), accountId: MANAGEMENT, region: REGION, document: "check-os" },
      ...{ status: "Success", parameters: {}, targets: [], accounts: [], complete: true },
      ...{ collectedAt: "2026-11-29T09:00:00.000Z", endTime: "2026-11-29T08:59:00.000Z" },
    });
    await writer.close();
    const { signal } = new AbortController();
    expect((await runOf(fleet, id(1), { out: folder }, signal)).run.executionId).toBe(id(1));
    await expect(runOf(fleet, id(2), { out: folder }, signal)).rejects.toThrow("AWS's clients are loaded.");
    printed.mockRestore();
  });
});
