import { isLockOf, parseLockInfo, removeLockOf } from "../../../src/rollout/locks/state-lock";
import type { TerraformResult } from "../../../src/rollout/terraform";
import { NO_CHANGES } from "../../../src/rollout/output";

// As Terraform 1.11.4 printed it for an S3 lock file.
const mismatch = `Failed to unlock state: lock ID '00000000-0000-0000-0000-000000000000' does not match the existing lock ID '0e8d5f3a-7a31-8a43-3f3c-7d8ec2a0b1aa'
Lock Info:
  ID:        0e8d5f3a-7a31-8a43-3f3c-7d8ec2a0b1aa
  Path:      fb-v2/state-management.tfstate
  Operation: OperationTypeApply
  Who:       someone@elsewhere
  Version:   1.11.4
  Created:   2026-11-22 02:00:00.123456789 +0000 UTC
  Info:      
`;
const noLock =
  "Failed to unlock state: unable to retrieve file from S3 bucket 'fb-v2' with key 'state-management.tfstate.tflock': operation error S3: GetObject, https response error StatusCode: 404, NoSuchKey: ";

const created = Date.parse("2026-11-22T02:00:00.123Z");
const run = { who: "someone@elsewhere", startedAt: created - 1_500 };

function result(exitCode: number, stderr = ""): TerraformResult {
  return { exitCode, stderr, interrupted: false, diagnostics: [], changes: NO_CHANGES };
}

describe("the information about a state lock", () => {
  it("is read from Terraform's message", () => {
    expect(parseLockInfo(mismatch)).toEqual({
      id: "0e8d5f3a-7a31-8a43-3f3c-7d8ec2a0b1aa",
      operation: "OperationTypeApply",
      who: "someone@elsewhere",
      createdAt: created,
    });
  });

  it("is read from times with fewer digits", () => {
    expect(parseLockInfo(mismatch.replace(".123456789", ""))?.createdAt).toBe(created - 123);
    expect(parseLockInfo(mismatch.replace(".123456789", ".12"))?.createdAt).toBe(created - 3);
  });

  it("is undefined if there is no lock", () => {
    expect(parseLockInfo(noLock)).toBeUndefined();
  });
});

describe("a state lock", () => {
  const lock = { id: "1", operation: "OperationTypePlan", who: "someone@elsewhere", createdAt: created };

  it("belongs to an unfinished run that started just before the lock was taken", () => {
    expect(isLockOf(run, lock)).toBe(true);
  });

  it("does not belong to a run by another user or on another machine", () => {
    expect(isLockOf({ ...run, who: "someone@here" }, lock)).toBe(false);
  });

  it("does not belong to a run that started after the lock was taken", () => {
    expect(isLockOf({ ...run, startedAt: created + 60_000 }, lock)).toBe(false);
  });

  it("does not belong to a run that started long before: another Terraform of the same user has it", () => {
    expect(isLockOf({ ...run, startedAt: created - 3_600_000 }, lock)).toBe(false);
  });
});

describe("removing the state lock of an unfinished run", () => {
  async function remove(asked: string, of = run) {
    const commands: string[] = [];
    const lines: string[] = [];
    await removeLockOf(
      of,
      (args) => {
        commands.push(args.join(" "));
        return Promise.resolve(commands.length === 1 ? result(1, asked) : result(0));
      },
      (line) => lines.push(line),
    );
    return { commands, lines };
  }

  it("unlocks the id that Terraform reports, and logs it", async () => {
    const { commands, lines } = await remove(mismatch);
    expect(commands[1]).toBe("force-unlock -force 0e8d5f3a-7a31-8a43-3f3c-7d8ec2a0b1aa");
    expect(lines).toEqual([expect.stringContaining("0e8d5f3a-7a31-8a43-3f3c-7d8ec2a0b1aa")]);
  });

  it("keeps the lock of another user", async () => {
    const { commands, lines } = await remove(mismatch, { ...run, who: "another@elsewhere" });
    expect(commands).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it("does nothing if there is no lock", async () => {
    expect((await remove(noLock)).commands).toHaveLength(1);
  });
});
