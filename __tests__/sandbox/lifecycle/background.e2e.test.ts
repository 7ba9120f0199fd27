import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { down, upInBackground } from "../../../src/sandbox/lifecycle/background";
import {
  isAlive,
  isGoneWithin,
  processIdentity,
  type ProcessIdentity,
} from "../../../src/sandbox/lifecycle/process-identity";
import { startSandbox } from "../../../src/sandbox/lifecycle/start";
import { readState, type SandboxState } from "../../../src/sandbox/lifecycle/state-file";
import { status } from "../../../src/sandbox/lifecycle/status";
import { exampleFleet } from "../example-fleet";
import { describeWith } from "../../requires";

const PATIENCE = 20_000;

describeWith(["moto_server"], "A sandbox in the background", (moto) => {
  let parent: string;
  let folder: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "fleetbook-test-"));
    folder = join(parent, ".fleetbook", "sandbox");
  });
  afterEach(async () => {
    await down(folder);
    await rm(parent, { recursive: true, force: true });
  });

  const nodeArguments = (...more: string[]) => ["--import", "tsx", join(__dirname, "serve.ts"), moto, folder, ...more];
  const up = (...more: string[]) =>
    upInBackground({ folder, nodeArguments: nodeArguments(...more), env: process.env, log: () => undefined });
  const motoOf = (state: SandboxState) => {
    if (state.moto === undefined) throw new Error("The state names no moto.");
    return state.moto;
  };
  const expectGone = async (...processes: ProcessIdentity[]) => {
    for (const identity of processes) expect(await isGoneWithin(identity, PATIENCE)).toBe(true);
  };

  it("outlives the command, reports its state, and leaves no process and no file when it is stopped", async () => {
    const state = await up();
    const { gateway, endpoint = "" } = state;
    const motos = motoOf(state);
    expect(await isAlive(gateway)).toBe(true);
    // Other users of the machine must not read its token.
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "sandbox.json")).mode & 0o777).toBe(0o600);
    expect(await status(folder)).toMatchObject({
      kind: "running",
      pid: gateway.pid,
      endpoint,
      accounts: [
        { id: "111111111111", name: "management", kind: "management" },
        { id: "222222222222", name: "app-dev", kind: "member" },
        { id: "333333333333", name: "app-staging", kind: "member" },
        { id: "444444444444", name: "app-prod", kind: "member" },
        { id: "555555555555", name: "partner", kind: "external" },
      ],
    });

    expect(await down(folder)).toBe("stopped");
    await expectGone(gateway, motos);
    expect(existsSync(motos.socketFolder)).toBe(false);
    expect(await readdir(parent)).toEqual([]);
    expect(await status(folder)).toEqual({ kind: "not running" });
    await expect(fetch(endpoint)).rejects.toThrow();
  });

  it("refuses to start a second sandbox in its folder", async () => {
    const { endpoint = "", gateway } = await up();
    const refusal = { name: "ConfigurationError", message: expect.stringContaining(endpoint) as string };
    await expect(up()).rejects.toMatchObject(refusal);
    const options = { fleet: exampleFleet(), folder, moto: { command: moto }, env: process.env, log: () => undefined };
    await expect(startSandbox(options)).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining(`process ${String(gateway.pid)}`) as string,
    });
    expect(await isAlive(gateway)).toBe(true);
  });

  it("ends moto when it is killed, and the next sandbox cleans up", async () => {
    const state = await up();
    process.kill(state.gateway.pid, "SIGKILL");
    await expectGone(state.gateway, motoOf(state));
    expect(await status(folder)).toEqual({ kind: "stale" });

    const next = await up();
    expect(next.gateway.pid).not.toBe(state.gateway.pid);
    expect(existsSync(motoOf(state).socketFolder)).toBe(false);
  });

  it("is cleaned up by down after it is killed", async () => {
    const state = await up();
    process.kill(state.gateway.pid, "SIGKILL");
    await expectGone(state.gateway);
    expect(await down(folder)).toBe("cleaned up");
    await expectGone(motoOf(state));
    expect(existsSync(motoOf(state).socketFolder)).toBe(false);
    expect(await readdir(parent)).toEqual([]);
  });

  it("is known and ended by another version, which cannot read all of its state", async () => {
    const { gateway, moto: motos } = await up();
    await writeFile(join(folder, "sandbox.json"), JSON.stringify({ gateway, moto: motos, phase: "of tomorrow" }));
    expect(await status(folder)).toEqual({ kind: "of another version", pid: gateway.pid });
    await expect(up()).rejects.toThrow("Another version of Fleetbook started the sandbox that runs here");
    expect(await down(folder)).toBe("stopped");
    await expectGone(gateway, ...(motos === undefined ? [] : [motos]));
    expect(await readdir(parent)).toEqual([]);
  });

  it("ends with a message when moto ends", async () => {
    const child = spawn(process.execPath, nodeArguments(), { stdio: ["ignore", "ignore", "pipe"] });
    let printed = "";
    child.stderr.on("data", (text: Buffer) => (printed += text.toString()));
    await once(child.stderr, "data");
    while (!printed.includes("http://127.0.0.1:")) await once(child.stderr, "data");
    const state = await readState(folder);
    if (state === undefined || state === "unreadable") throw new Error("There is no state.");
    process.kill(motoOf(state).pid, "SIGKILL");
    const [exitStatus] = (await once(child, "exit")) as [number];
    expect(exitStatus).toBe(1);
    expect(printed).toContain("moto, which the sandbox is made of, has ended by itself");
    expect(await readdir(parent)).toEqual([]);
  });

  it.each(["SIGINT", "SIGHUP"] as const)("ends and cleans up on %s", async (signal) => {
    const { gateway, moto: motos } = await up();
    process.kill(gateway.pid, signal);
    await expectGone(gateway, ...(motos === undefined ? [] : [motos]));
    expect(await readdir(parent)).toEqual([]);
  });

  it("does not end another program's process with the pid of a killed one", async () => {
    const state = await up();
    process.kill(state.gateway.pid, "SIGKILL");
    await expectGone(state.gateway);
    const stranger = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    try {
      const gateway = { pid: stranger.pid ?? 0, startedAt: state.gateway.startedAt };
      await writeFile(join(folder, "sandbox.json"), JSON.stringify({ ...state, gateway }));
      expect(await down(folder)).toBe("cleaned up");
      expect(await processIdentity(stranger.pid ?? 0)).toBeDefined();
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  it("names a port that another program uses, and leaves no files", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    try {
      await expect(up(String(port))).rejects.toMatchObject({
        name: "ConfigurationError",
        message: expect.stringMatching(
          new RegExp(`port ${String(port)}: Another program listens on this port.*--port`, "s"),
        ) as string,
      });
    } finally {
      other.close();
    }
    expect(await readdir(parent)).toEqual([]);
  });

  it("uses the given port", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, "close");
    expect(await up(String(port))).toMatchObject({ endpoint: `http://127.0.0.1:${String(port)}` });
  });

  it("reports moto's last output if moto does not start", async () => {
    const broken = join(parent, "broken-moto");
    await writeFile(broken, "#!/bin/sh\necho no module named moto >&2\nexit 1\n", { mode: 0o755 });
    const options = {
      fleet: exampleFleet(),
      folder,
      moto: { command: broken },
      env: process.env,
      log: () => undefined,
    };
    await expect(startSandbox(options)).rejects.toMatchObject({
      name: "OperationError",
      message: expect.stringContaining("no module named moto") as string,
    });
    expect(await readdir(parent)).toEqual(["broken-moto"]);
  });

  it("keeps files that are not its own", async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "notes.txt"), "mine");
    await up();
    await down(folder);
    expect(await readdir(folder)).toEqual(["notes.txt"]);
  });

  it("has nothing to stop if no sandbox is running", async () => {
    expect(await down(folder)).toBe("nothing was running");
  });
});
