import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir } from "node:os";
import { isolation } from "../../../src/sandbox/machines/isolation";
import { MachineShells } from "../../../src/sandbox/machines/machine-shells";
import { describeIsolated, itIsolated, never, node, script } from "./support";

describeIsolated("a command in namespaces", (run) => {
  itIsolated("sees no file of this machine", async () => {
    const { stdout } = await run(
      `cat ${__filename} ${homedir()}/.bashrc /etc/shadow; ls /home ${process.cwd()}; ls -A /root`,
    );
    expect(stdout).toBe("/home:\n");
  });

  itIsolated("writes only to its own node's files", async () => {
    const { stdout } = await run(
      "for f in /lib/x /.tools/x /.setup/x /dev/x /x; do echo > $f && echo wrote $f; done 2>/dev/null; chmod 777 /.tools/cat 2>/dev/null && echo changed; mv /.tools/ls /tmp 2>/dev/null && echo moved; echo done",
    );
    expect(stdout).toBe("done\n");
  });

  itIsolated("reaches no port of this machine and no network", async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end("hello");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const result = await run(`#!/bin/bash\nexec 5<>/dev/tcp/127.0.0.1/${port} && echo connected\ncat /proc/net/route`);
    await new Promise((resolve) => server.close(resolve));
    expect(requests).toBe(0);
    expect(result.stdout).not.toContain("connected");
    expect(result.stdout.trim().split("\n")).toHaveLength(1);
  });

  itIsolated("sees no socket of this machine, abstract ones and those in /run included", async () => {
    const { stdout } = await run(
      "ls -A /run /var/run/ | grep -v -e '^node$' -e '^/' -e '^$'; tail -n +2 /proc/net/unix; echo none",
    );
    expect(stdout).toBe("none\n");
  });

  itIsolated("sees no process but its own, and ends none of others", async () => {
    const { stdout, exitCode } = await run("ls -d /proc/[0-9]* | wc -l; kill -9 -1; kill -9 1; echo still here");
    expect(Number(stdout.split("\n")[0])).toBeLessThan(8);
    expect(stdout).toContain("still here");
    expect(exitCode).toBe(0);
  });

  itIsolated("has no privilege and gets none back", async () => {
    const { stdout } = await run(
      "grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status; /.setup/unshare --user --map-root-user true 2>/dev/null && echo unshared; /.setup/mount -t tmpfs x /tmp 2>/dev/null && echo mounted; ls /proc/1/root/ 2>/dev/null && echo seen",
    );
    expect(stdout.replaceAll(/\s+/g, " ").trim()).toBe(
      "CapEff: 0000000000000000 CapBnd: 0000000000000000 NoNewPrivs: 1",
    );
  });

  itIsolated("leaves no process behind, not even in a session of its own", async () => {
    const before = leftToInit();
    await run("sleep 4243 & (sleep 4243 &) ; nohup sleep 4243 > /dev/null 2>&1 & echo done");
    await run("sleep 4243 & sleep 4243", node(), { timeoutSeconds: 0.5 });
    expect(processes().filter((line) => line.includes("4243"))).toEqual([]);
    expect(leftToInit()).toBeLessThanOrEqual(before);
  });

  itIsolated("ends with its time limit, be it a fork bomb or endless output, and others go on beside it", async () => {
    const bomb = run("bomb() { bomb | bomb & }; bomb; sleep 600", node(), { timeoutSeconds: 2 });
    const flood = run("yes", node(), { timeoutSeconds: 2 });
    expect(await run("echo beside")).toMatchObject({ exitCode: 0, stdout: "beside\n" });
    expect(await bomb).toMatchObject({ ended: "timed-out", exitCode: 137 });
    const flooded = await flood;
    expect(flooded).toMatchObject({ ended: "timed-out" });
    expect(flooded.stdout).toHaveLength(24_000);
    expect(await run("echo after")).toMatchObject({ stdout: "after\n" });
  });

  itIsolated("cannot fill the machine's memory or disk", async () => {
    const { stdout, stderr } = await run(
      "head -c 100000000 /dev/zero > /tmp/big 2>/dev/null; wc -c < /tmp/big; rm /tmp/big; dd if=/dev/zero of=/dev/null bs=600M count=1",
    );
    expect(Number(stdout)).toBe(64 * 1024 * 1024);
    expect(stderr).toContain("memory exhausted");
  });

  itIsolated("runs what its first line names, if the node has it", async () => {
    expect(await run("#!/bin/bash\nx=(a b); echo ${x[1]}")).toMatchObject({ stdout: "b\n" });
    expect(await run("#!/usr/bin/ruby\nputs 1")).toMatchObject({ exitCode: 127, stdout: "" });
  });

  itIsolated("starts in the directory that is asked for", async () => {
    expect((await run("pwd", node(), { workingDirectory: "/var/log" })).stdout).toBe("/var/log\n");
    expect(await run("pwd", node(), { workingDirectory: "/nowhere" })).toMatchObject({
      exitCode: 1,
      stderr: "failed to run commands: chdir /nowhere: no such file or directory",
    });
  });

  itIsolated("has the machine's name from its description", async () => {
    expect(
      (await run("#!/bin/bash\necho $HOSTNAME; uname -n; cat /proc/sys/kernel/hostname", node({ hostname: "web-1" })))
        .stdout,
    ).toBe("web-1\n".repeat(3));
  });

  itIsolated("does not see what another command of the same node is sent", async () => {
    // A pattern that does not match itself: grep's own command line may be among those that are read.
    const script = "cat /proc/*/cmdline /proc/*/environ | tr '\\0' '\\n' | grep -c '[s]ecret-of'";
    const { stdout } = await run(script, node());
    expect(stdout).toBe("0\n");
  });

  itIsolated("finds its changed description with the next command", async () => {
    expect((await run("color", node({ programs: { color: { stdout: "red" } } }))).stdout).toBe("red\n");
    expect((await run("color", node({ programs: { color: { stdout: "blue" } } }))).stdout).toBe("blue\n");
  });
});

describe("the namespaces", () => {
  it("end with all their processes when they are stopped", async () => {
    if ((await isolation()).kind !== "namespaces") return;
    const nodes = new MachineShells();
    await nodes.runOnNode(node(), script("true"), never);
    const running = nodes.runOnNode(node(), script("echo up; sleep 4244"), never);
    await until(() => processes().some((line) => line.includes("4244")));
    await nodes.stop();
    expect(await running).toMatchObject({ exitCode: 137 });
    expect(processes().filter((line) => line.includes("4244"))).toEqual([]);
  });

  it("end when the program that created them is killed", async () => {
    if ((await isolation()).kind !== "namespaces") return;
    const program = `
      const { MachineShells } = require(${JSON.stringify(require.resolve("../../../src/sandbox/machines/machine-shells"))});
      const { node, script, never } = require(${JSON.stringify(require.resolve("./support"))});
      global.afterAll = () => {};
      void new MachineShells().runOnNode(node(), script("sleep 4245"), never);`;
    const child = spawn(process.execPath, ["--import", "tsx", "-e", program], { stdio: "ignore" });
    await until(() => processes().some((line) => line.includes("sleep 4245")));
    child.kill("SIGKILL");
    await until(() => !processes().some((line) => line.includes("sleep 4245")));
  });

  it("are explained in one sentence", async () => {
    expect((await isolation()).why).toMatch(/^Commands run in .*\.$/);
  });
});

/** State and command line of every process. */
function processes(): string[] {
  return execFileSync("ps", ["-eo", "stat=,ppid=,args="], { encoding: "utf8" }).split("\n");
}

/** How many ended processes of this process wait to be reaped by the machine's first process. */
function leftToInit(): number {
  return processes().filter((line) => /^Z\S*\s+1 \[(unshare|nsenter)\]/.test(line)).length;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
