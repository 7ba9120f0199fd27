import { sandbox, stateFolder } from "./state-folder";
import { processIdentity } from "../../../src/sandbox/lifecycle/process-identity";

const FLEET_FILE = "/anywhere/fleet.yaml";

describe("npm run sandbox -- up, where a sandbox runs", () => {
  const { printed, write } = stateFolder();

  /** A sandbox that runs in this process, as far as its file says. */
  const runs = async (late?: { readonly seed: number }) =>
    write({
      ...{ phase: "ready", gateway: await processIdentity(process.pid), token: "", fleetFile: FLEET_FILE },
      ...{ homeRegion: "ap-northeast-1", startedAt: "2026-01-01T00:00:00Z", endpoint: "http://127.0.0.1:1" },
      ...{ files: [], accounts: [], late },
    });
  const up = (...options: readonly string[]) => sandbox("up", "--fleet", FLEET_FILE, ...options);

  it.each([
    ["--late", undefined, "The sandbox that runs is not late"],
    ["--late-seed=2", { seed: 1 }, "The sandbox that runs is late, with the seed 1"],
    ["--detach", { seed: 1 }, "The sandbox that runs is late, with the seed 1"],
  ])("is refused with %s if that one is otherwise late", async (option, late, message) => {
    await runs(late);
    await expect(up(option)).rejects.toThrow(message);
  });

  it("status says that it is as late as AWS", async () => {
    await runs({ seed: 5 });
    await sandbox("status");
    expect(printed).toContain("It is as late as AWS: what a write changes is seen seconds later (--late, seed 5).");
  });
});
