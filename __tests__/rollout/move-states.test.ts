import { OperationError } from "../../src/diagnostics/errors";
import { moveStates } from "../../src/rollout/move-states";
import { thisUserAndHost } from "../../src/tools/processes";
import { readState } from "../../src/rollout/state-file";
import { account } from "./fixtures";
import { lockText, memoryBucket, stateText, type MemoryBucket } from "./memory-bucket";

const ai = account("222222222222", "ai-prod");
/** No process has this id: Linux allows 2^22 at most. */
const NO_PROCESS = 2 ** 30;

async function move(bucket: MemoryBucket): Promise<readonly string[]> {
  const lines: string[] = [];
  await moveStates(bucket, ai, (line) => lines.push(line));
  return lines;
}
const keys = (bucket: MemoryBucket): readonly string[] => [...bucket.objects.keys()].sort();
const aliases = (bucket: MemoryBucket, key: string): readonly string[] =>
  [...(bucket.objects.get(key) ?? "").matchAll(/aws\\"\]\.([^"]+)"/g)].map(([, alias]) => alias ?? "");

describe("a state at the key of an earlier version", () => {
  it.each([
    ["the account's name", "ai-prod"],
    ["a name that the account had before", "ml-prod"],
  ])("is moved, and says so, if the key has %s", async (_what, name) => {
    const bucket = memoryBucket({ [`member-${name}.tfstate`]: stateText("a", [`${name}_eu-west-1`]) });
    expect(await move(bucket)).toEqual([`moved state member-${name}.tfstate to member.tfstate`]);
    expect(keys(bucket)).toEqual(["member.tfstate"]);
  });

  it("gets the providers of the account's id in every Region, a higher serial, and is otherwise the same", async () => {
    const old = stateText("a", ["ml-prod_eu-west-1", "ml-prod_us-gov-east-1"]);
    const bucket = memoryBucket({ "target-ml-prod.tfstate": old });
    await move(bucket);
    const text = bucket.objects.get("target.tfstate") ?? "";
    expect(aliases(bucket, "target.tfstate")).toEqual([
      "account-222222222222_eu-west-1",
      "account-222222222222_us-gov-east-1",
    ]);
    expect(readState(text)).toEqual({ lineage: "a", serial: 8, resources: 2 });
    const undone = text
      .replaceAll('"].account-222222222222_', '"].ml-prod_')
      .replaceAll('\\"].account-222222222222_', '\\"].ml-prod_');
    expect(undone.replace('"serial": 8', '"serial": 7')).toBe(old);
  });

  it("is moved for each kind of stack, the state bucket's too", async () => {
    const concerns = ["member", "target", "guards", "state"];
    const bucket = memoryBucket(
      Object.fromEntries(concerns.map((each) => [`${each}-ml-prod.tfstate`, stateText(each, ["ml-prod_eu-west-1"])])),
    );
    expect(await move(bucket)).toHaveLength(4);
    expect(keys(bucket)).toEqual(concerns.map((each) => `${each}.tfstate`).sort());
  });

  it("replaces a state without resources", async () => {
    const bucket = memoryBucket({
      "member-ml-prod.tfstate": stateText("a", ["ml-prod_eu-west-1"]),
      "member.tfstate": stateText("b", []),
    });
    await move(bucket);
    expect(readState(bucket.objects.get("member.tfstate") ?? "").lineage).toBe("a");
    expect(keys(bucket)).toEqual(["member.tfstate"]);
  });

  it("is removed if it has no resources", async () => {
    const bucket = memoryBucket({
      "member-old.tfstate": stateText("a", []),
      "member-ml-prod.tfstate": stateText("b", ["ml-prod_eu-west-1"]),
    });
    expect(await move(bucket)).toEqual([
      "removed state member-old.tfstate, which had no resources",
      "moved state member-ml-prod.tfstate to member.tfstate",
    ]);
    expect(keys(bucket)).toEqual(["member.tfstate"]);
  });

  it.each([
    ["another old key", "member-ai-prod.tfstate"],
    ["the new key", "member.tfstate"],
  ])("stays where it is if a second one is at %s, and both are named", async (_what, second) => {
    const objects = {
      "member-ml-prod.tfstate": stateText("a", ["x_eu-west-1"]),
      [second]: stateText("b", ["x_eu-west-1"]),
    };
    const bucket = memoryBucket(objects);
    await expect(move(bucket)).rejects.toThrow(/two states with resources for one stack: .*member-ml-prod\.tfstate/);
    expect(Object.fromEntries(bucket.objects)).toEqual(objects);
  });

  it("stays where it is if somebody has its lock, who is named", async () => {
    const lock = lockText("kim@ci-7", "OperationTypeApply", 1);
    const bucket = memoryBucket({
      "member-ml-prod.tfstate": stateText("a", ["x_eu-west-1"]),
      "member-ml-prod.tfstate.tflock": lock,
    });
    const failure = move(bucket);
    await expect(failure).rejects.toBeInstanceOf(OperationError);
    await expect(failure).rejects.toThrow("locked by kim@ci-7 since 2026-11-01T09:00:00.000Z");
    expect(keys(bucket)).toEqual(["member-ml-prod.tfstate", "member-ml-prod.tfstate.tflock"]);
  });
});

describe("a state at its key", () => {
  it("is left alone if its providers are the account's", async () => {
    const text = stateText("a", ["account-222222222222_eu-west-1"]);
    const bucket = memoryBucket({ "member.tfstate": text }, () => {
      throw new Error("no change was expected");
    });
    expect(await move(bucket)).toEqual([]);
    expect(bucket.objects.get("member.tfstate")).toBe(text);
  });

  it("gets the providers of the account's id, as the administrator's state does, whose key is the old one", async () => {
    const bucket = memoryBucket({ "administrator.tfstate": stateText("a", ["management_eu-west-1"]) });
    expect(await move(bucket)).toEqual(["renamed the providers in the state administrator.tfstate"]);
    expect(aliases(bucket, "administrator.tfstate")).toEqual(["account-222222222222_eu-west-1"]);
    expect(keys(bucket)).toEqual(["administrator.tfstate"]);
  });
});

describe("a move that was killed", () => {
  const objects = { "member-ml-prod.tfstate": stateText("a", ["ml-prod_eu-west-1"]) };

  it.each([1, 2, 3, 4, 5, 6])("before its change %d is finished by the next run", async (change) => {
    let changes = 0;
    const killed = memoryBucket(objects, () => {
      changes += 1;
      if (changes >= change) throw new Error("killed");
    });
    await move(killed).catch(() => undefined);
    // The locks that a killed process leaves: of a process that no longer runs.
    const left = [...killed.objects].map(([key, text]) => [
      key,
      key.endsWith(".tflock") ? lockText(thisUserAndHost(), "fleetbook bootstrap", NO_PROCESS) : text,
    ]);
    const bucket = memoryBucket(Object.fromEntries(left) as Record<string, string>);
    await move(bucket);
    expect(keys(bucket)).toEqual(["member.tfstate"]);
    expect(aliases(bucket, "member.tfstate")).toEqual(["account-222222222222_eu-west-1"]);
  });

  it("is not taken over from a process that still runs, or on another machine", async () => {
    for (const lock of [
      lockText(thisUserAndHost(), "fleetbook bootstrap", process.ppid).replace(
        "2026-11-01T09:00:00Z",
        new Date().toISOString(),
      ),
      lockText("kim@ci-7", "fleetbook bootstrap", NO_PROCESS),
    ]) {
      await expect(move(memoryBucket({ ...objects, "member.tfstate.tflock": lock }))).rejects.toThrow(
        "member.tfstate is locked by",
      );
    }
  });
});
