import { node, checkOsCommands, shells, LINUX } from "./support";

/** The answers of a node do not depend on the isolation that the machine offers. */
describe.each(["strongest", "emulated"] as const)("a Linux node, %s isolation", (kind) => {
  const run = shells(kind === "emulated" ? { isolation: "emulated" } : {});

  it("is healthy and has nothing to update if nothing is described", async () => {
    for (const [step, answer] of [
      ["CheckHostname", "ip-10-0-1-23.ap-northeast-1.compute.internal\n"],
      ["CheckTimezone", "Time zone: UTC"],
      ["CheckLocale", "System Locale: LANG=C.UTF-8"],
      ["CheckUpdate", "Last metadata expiration check"],
      ["CheckNTP", "^* 169.254.169.123"],
    ] as const) {
      const result = await run(checkOsCommands(step));
      expect(result).toMatchObject({ exitCode: 0, stderr: "", ended: "exited" });
      expect(result.stdout).toContain(answer);
    }
  });

  it("has pending updates: yum check-update exits with 100", async () => {
    const outdated = node({
      programs: { yum: { args: "check-update", stdout: "kernel.x86_64  6.1.160  amazonlinux", exitCode: 100 } },
    });
    expect(await run("yum check-update", outdated)).toEqual({
      exitCode: 100,
      stdout: "kernel.x86_64  6.1.160  amazonlinux\n",
      stderr: "failed to run commands: exit status 100",
      ended: "exited",
    });
    expect(await run(checkOsCommands("CheckUpdate"), outdated)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await run("yum --version", outdated)).toMatchObject({ stdout: "4.14.0\n" });
  });

  it("has a broken NTP", async () => {
    const broken = node({ programs: { chronyc: { stdout: "506 Cannot talk to daemon", exitCode: 1 } } });
    expect(await run(checkOsCommands("CheckNTP"), broken)).toMatchObject({
      exitCode: 1,
      stdout: "506 Cannot talk to daemon\n",
    });
  });

  it("does not have a program that the description removes", async () => {
    const result = await run("chronyc sources", node({ programs: { chronyc: false } }));
    expect(result.exitCode).toBe(127);
    expect(result.stderr).toContain("chronyc: command not found");
  });

  it("says where to describe a missing answer of a program", async () => {
    const described = node({ programs: { color: { args: "red", stdout: "red" } } });
    expect(await run("color blue", described)).toMatchObject({
      exitCode: 127,
      stderr: expect.stringContaining(
        "color: no answer is described for these arguments; add one under programs.color",
      ) as string,
    });
    expect(await run("yum shell")).toMatchObject({
      exitCode: 127,
      stderr: expect.stringContaining(
        'yum: the node has no answer for "yum shell"; add one under programs.yum in the nodes file',
      ) as string,
    });
    expect(await run("docker ps")).toMatchObject({
      exitCode: 127,
      stderr: expect.stringContaining(
        "docker: this node has no such program; describe it under programs.docker in the nodes file",
      ) as string,
    });
  });

  it("prints the host name unchanged, whatever characters it has", async () => {
    const hostname = `<b>'x'</b>\u001b[31m$(touch /tmp/no)"`;
    expect((await run("hostname", node({ hostname }))).stdout).toBe(`${hostname}\n`);
  });

  it("prints quotes, dollars and pattern characters of a description unchanged", async () => {
    const odd = node({ programs: { odd: { args: "a;b*)|'", stdout: "it's $HOME `id`" } } });
    expect((await run(`odd 'a;bxx)'; odd "'"`, odd)).stdout).toBe("it's $HOME `id`\n".repeat(2));
  });

  it("answers with a script of the description", async () => {
    const scripted = node({ programs: { greet: { script: 'echo "Hello, ${1:-you}"; exit 3' } } });
    expect(await run("greet Ada", scripted)).toMatchObject({ stdout: "Hello, Ada\n", exitCode: 3 });
  });

  it("keeps its files from one command to the next, apart from other nodes", async () => {
    const other = node({}, { ...LINUX, instanceId: "i-0fedcba9876543210" });
    await run("echo kept > /tmp/note");
    expect((await run("cat /tmp/note")).stdout).toBe("kept\n");
    expect((await run("cat /tmp/note", other)).exitCode).toBe(1);
  });

  it("has the files that are described", async () => {
    const described = node({ files: { "/etc/myapp/app.conf": "mode=test\n" } });
    expect(
      (await run("cat /etc/myapp/app.conf; . /dev/null 2>/dev/null; grep PRETTY /etc/os-release", described)).stdout,
    ).toMatch(/^mode=test\nPRETTY_NAME="Amazon Linux 2023/);
  });

  it("has the exit code of the last command, or of exit", async () => {
    expect(await run(["false", "true"])).toMatchObject({ exitCode: 0 });
    expect(await run(["exit 3", "echo not reached"])).toMatchObject({ exitCode: 3, stdout: "" });
  });

  it("drops standard error after exit code 168, which is a success to the agent", async () => {
    expect(await run("echo out; echo err >&2; exit 168")).toMatchObject({ exitCode: 168, stdout: "out\n", stderr: "" });
  });

  it("restarts after exit code 194 and runs the script again", async () => {
    const reboots = "if [ -f /var/rebooted ]; then echo after; exit 0; fi; touch /var/rebooted; echo before; exit 194";
    expect(await run(reboots)).toMatchObject({ exitCode: 0, stdout: "before\nafter\n" });
  });

  it("has only the agent's environment variables", async () => {
    process.env.FLEETBOOK_TEST_SECRET = "secret";
    const { stdout } = await run("env", node(), { commandId: "11111111-2222-4333-8444-555555555555" });
    delete process.env.FLEETBOOK_TEST_SECRET;
    expect(stdout).toContain("SSM_COMMAND_ID=11111111-2222-4333-8444-555555555555\n");
    expect(stdout).toContain("HOME=/root\n");
    const names = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0]);
    expect(
      names.filter(
        (name) => !/^(AWS_SSM_\w+|SSM_COMMAND_ID|PATH|HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|SHLVL|_)$/.test(name ?? ""),
      ),
    ).toEqual([]);
  });

  it("keeps all of its outputs on request, beside what the agent reports", async () => {
    const long = "i=0; while [ $i -lt 3000 ]; do echo 0123456789; i=$((i+1)); done";
    const { stdout, stderr, whole } = await run(`${long}; { ${long}; } >&2; exit 3`, node(), { keepsAll: true });
    expect(stdout).toHaveLength(24_000);
    expect(stdout).toMatch(/--output truncated--$/);
    expect(stderr).toContain("--output truncated--");
    expect(whole?.stdout).toBe("0123456789\n".repeat(3000));
    expect(whole?.stderr).toBe(`${"0123456789\n".repeat(3000)}failed to run commands: exit status 3`);
    expect((await run("echo a")).whole).toBeUndefined();
  });

  it("has the variables of its document, whose values no shell reads", async () => {
    const environment = { SSM_Name: "$(id) 'x' \"y\"", PATH: "/nowhere" };
    const { stdout } = await run('echo "$SSM_Name"; echo "$PATH"', node(), { environment });
    expect(stdout).toBe(`$(id) 'x' "y"\n/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n`);
  });

  it("keeps 24,000 characters of standard output and 8,000 of standard error", async () => {
    const long = node({ programs: { long: { stdout: "o".repeat(30_000), stderr: "e".repeat(9_000) } } });
    const { stdout, stderr } = await run("long", long);
    expect(stdout).toHaveLength(24_000);
    expect(stdout.endsWith("o--output truncated--")).toBe(true);
    expect(stderr).toHaveLength(8_000);
  });

  it("ends a script that takes too long, with what it has printed", async () => {
    expect(await run("echo begun; while :; do sleep 0.1; done", node(), { timeoutSeconds: 0.5 })).toEqual({
      exitCode: 137,
      stdout: "begun\n",
      stderr: "",
      ended: "timed-out",
    });
  });

  it("ends a script that is cancelled", async () => {
    const cancel = new AbortController();
    const running = run("sleep 600", node(), {}, cancel.signal);
    cancel.abort();
    expect(await running).toMatchObject({ exitCode: 137, ended: "cancelled" });
  });

  it("does not run PowerShell", async () => {
    expect(await run("Get-Date", node(), { plugin: "aws:runPowerShellScript" })).toMatchObject({
      exitCode: 1,
      stderr: "failed to run commands: fork/exec /usr/bin/powershell: no such file or directory",
    });
  });
});
