import { MachineShells } from "../../../../src/sandbox/machines/machine-shells";
import { LINUX, never, node, script, shells } from "../support";

const other = node({}, { ...LINUX, instanceId: "i-0fedcba9876543210" });
/** A script that cannot be interrupted: each loop of awk has a limit, but all together have none. */
const UNSTOPPABLE = "awk 'BEGIN { while (i++ < 99999) { j = 0; while (j++ < 99999) x++ } }'";

describe("the thread of the emulated shell", () => {
  const run = shells({ isolation: "emulated" });

  it("does not block this process while a script is busy", async () => {
    await run("true");
    let turns = 0;
    const turn = setInterval(() => turns++, 1);
    const { ended } = await run("while :; do echo; done", node(), { timeoutSeconds: 1 });
    clearInterval(turn);
    expect(ended).toBe("timed-out");
    expect(turns).toBeGreaterThan(20);
  });

  it("runs other scripts while one is busy", async () => {
    let isBusy = true;
    const busy = run("while :; do echo x >> /tmp/x; done", node(), { timeoutSeconds: 3 }).finally(
      () => (isBusy = false),
    );
    expect(await run("echo beside", other)).toMatchObject({ stdout: "beside\n" });
    expect(isBusy).toBe(true);
    expect(await busy).toMatchObject({ ended: "timed-out" });
  });

  it("is ended and restarted if a script cannot be interrupted", async () => {
    expect(await run(UNSTOPPABLE, node(), { timeoutSeconds: 0.5 })).toMatchObject({
      ended: "timed-out",
      exitCode: 137,
    });
    expect(await run("echo after")).toMatchObject({ stdout: "after\n", exitCode: 0 });
  });

  it("runs many scripts at once", async () => {
    const results = await Promise.all(Array.from({ length: 50 }, (_, i) => run(`sleep 0.1; echo ${i}`)));
    expect(results.map(({ stdout }) => stdout)).toEqual(results.map((_, i) => `${i}\n`));
  });

  it("ends with all its scripts when it is stopped, and starts again with the next script", async () => {
    const nodes = new MachineShells({ isolation: "emulated" });
    await nodes.runOnNode(node(), script("true"), never);
    const running = nodes.runOnNode(node(), script("sleep 600"), never);
    await nodes.runOnNode(node(), script("true"), never);
    await nodes.stop();
    expect(await running).toMatchObject({ exitCode: 137 });
    expect(await nodes.runOnNode(node(), script("echo again"), never)).toMatchObject({ stdout: "again\n" });
    await nodes.stop();
  });

  it("rejects a script that arrives while it is being stopped", async () => {
    const nodes = new MachineShells({ isolation: "emulated" });
    const starting = nodes.runOnNode(node(), script("true"), never);
    const refused = expect(starting).rejects.toThrow("did not start: it was stopped");
    await nodes.stop();
    await refused;
  });
});
