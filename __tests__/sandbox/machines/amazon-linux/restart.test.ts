import { node, shells } from "../support";

describe.each(["strongest", "emulated"] as const)("the restart of a node, %s isolation", (kind) => {
  const run = shells(kind === "emulated" ? { isolation: "emulated" } : {});

  it("after exit code 194 runs the script again on a node that has just started", async () => {
    const { stdout, exitCode } = await run(
      "uptime -p; [ ! -e /opt/done ] || { systemctl is-active chronyd sshd; exit 0; }; : > /opt/done; systemctl disable -q sshd; systemctl stop chronyd; exit 194",
    );
    expect({ stdout, exitCode }).toEqual({
      exitCode: 0,
      stdout: "up 3 days, 4 hours, 5 minutes\nup 0 minutes\nactive\ninactive\n",
    });
  });

  it("after `reboot` keeps the script's result, and the next command finds the node started", async () => {
    const other = node({ hostname: "other" });
    expect(await run("systemctl stop chronyd; sudo reboot", other)).toMatchObject({ exitCode: 0, stderr: "" });
    expect((await run("systemctl is-active chronyd; uptime -p", other)).stdout).toBe("active\nup 0 minutes\n");
  });

  it("is not made of a shutdown, which says how an instance is stopped", async () => {
    expect(await run("shutdown -h now")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("aws ec2 stop-instances --instance-ids i-0123456789abcdef0") as string,
    });
  });
});
