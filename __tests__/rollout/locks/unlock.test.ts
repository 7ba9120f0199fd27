import { thisUserAndHost } from "../../../src/tools/processes";
import { releaseCommandLine, releaseLock } from "../../../src/rollout/locks/unlock";
import { account, fleet } from "../fixtures";
import { lockText, memoryBucket } from "../memory-bucket";

const ID = "11111111-2222-3333-4444-555555555555";
const KEY = "member.tfstate";
const locked = () => memoryBucket({ [`${KEY}.tflock`]: lockText(thisUserAndHost(), "OperationTypeApply", 1) });
const release = (bucket: ReturnType<typeof locked>, lockId = ID, owner?: number) =>
  releaseLock(bucket, { stack: "member-app-dev", key: KEY, lockId, owner });

describe("releasing a lock", () => {
  it("removes the lock and says whose it was", async () => {
    const bucket = locked();
    await expect(release(bucket)).resolves.toMatchObject({ id: ID, who: thisUserAndHost() });
    expect([...bucket.objects.keys()]).toEqual([]);
  });

  it("does nothing if there is no lock any more", async () => {
    await expect(release(memoryBucket({}))).resolves.toBeUndefined();
  });

  it("keeps a lock with another id, and names its owner and the command for it", async () => {
    const bucket = locked();
    await expect(release(bucket, "0")).rejects.toThrow(`npm run fleetbook -- unlock member-app-dev ${ID}`);
    expect(bucket.objects.size).toBe(1);
  });

  it("keeps the lock while the Terraform that works on the stack runs on this machine", async () => {
    const bucket = locked();
    await expect(release(bucket, ID, 4711)).rejects.toThrow("still runs on this machine (process 4711)");
    expect(bucket.objects.size).toBe(1);
  });
});

describe("the command that releases a lock", () => {
  const management = account("111111111111", "management", { isTarget: false });
  const dev = account("222222222222", "app-dev");
  const commandFor = (stack: string, of: typeof dev, key: string) =>
    releaseCommandLine(fleet(management, dev), { stack, account: of, bucket: `states-${of.id}`, key }, ID);

  it("is that of unlock for a stack of the fleet", () => {
    expect(commandFor("member-app-dev", dev, KEY)).toBe(`npm run fleetbook -- unlock member-app-dev ${ID}`);
  });

  it("removes the lock's object for a state whose stack the fleet does not have, because unlock refuses that", () => {
    expect(commandFor("mine", dev, "mine.tfstate")).toBe("aws s3 rm s3://states-222222222222/mine.tfstate.tflock");
    expect(commandFor("administrator", dev, "administrator.tfstate")).toBe(
      "aws s3 rm s3://states-222222222222/administrator.tfstate.tflock",
    );
  });
});
