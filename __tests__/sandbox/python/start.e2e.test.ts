import { spawn } from "node:child_process";
import { join } from "node:path";
import { findBoto } from "../../../src/tools/boto";
import { describeWith } from "../../requires";
import { STAYS } from "./stays";
import { gone, startLighthouse, testPython } from "./test-python";

describeWith(["moto_server"], "Python", (moto = "") => {
  it("ends its scripts when it is stopped, and runs no script afterwards", async () => {
    const lighthouse = await startLighthouse();
    const { python, run } = await testPython(moto, { endpoint: lighthouse.endpoint });
    const running = expect(run(STAYS, { payload: lighthouse.payload })).rejects.toThrow("ended");
    const visitor = await lighthouse.visitor();
    await python.stop();
    await running;
    await gone(visitor);
    await expect(run("def handler(events, context): return 1")).rejects.toThrow("has been stopped");
  });

  it("ends its scripts when the process that started it is killed", async () => {
    const lighthouse = await startLighthouse();
    const { command } = await findBoto({ env: process.env, log: () => undefined, moto: { command: moto } });
    const script = join(__dirname, "hold-script.ts");
    const holder = spawn(process.execPath, ["--import", "tsx", script, command, String(lighthouse.payload.port)]);
    const visitor = await lighthouse.visitor();
    holder.kill("SIGKILL");
    await gone(visitor);
  });

  it("fails a script with Python's last output if Python does not start", async () => {
    const { run } = await testPython(moto, { python: { command: "/no/such/python", modulePath: [] } });
    await expect(run("def handler(events, context): return 1")).rejects.toThrow("/no/such/python");
  });
});
