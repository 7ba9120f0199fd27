import { LINUX, node, shells } from "../support";

/** A healthy node answers the same with and without namespaces. */
describe.each(["strongest", "emulated"] as const)("a healthy Amazon Linux, %s isolation", (kind) => {
  const run = shells(kind === "emulated" ? { isolation: "emulated" } : {});
  const print = async (commands: string, on = node()): Promise<string> => {
    const { stdout, stderr } = await run(commands, on);
    return stdout + stderr;
  };

  it("has a disk, of which df, lsblk and mount say the same", async () => {
    expect(
      await print("df -h /; df -P / | awk 'NR == 2 { print $5 }'; df --output=pcent / | tail -1; mount | grep ' / '"),
    ).toBe(
      [
        "Filesystem      Size  Used Avail Use% Mounted on",
        "/dev/nvme0n1p1  8.0G  1.7G  6.3G  21% /",
        "21%",
        " 21%",
        "/dev/nvme0n1p1 on / type xfs (rw,noatime,attr2,inode64,noquota)",
        "",
      ].join("\n"),
    );
    expect(await print("lsblk | grep -c part; df -i / | tail -1; df /nowhere")).toMatch(
      /^3\n\/dev\/nvme0n1p1 4181952 40511 4141441 {4}1% \/\ndf: \/nowhere: No such file or directory\n/,
    );
  });

  it("has memory, of which free and /proc/meminfo say the same", async () => {
    expect(
      await print("free -m | awk '/^Mem/ { print $2 }'; awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo"),
    ).toBe("3884\n3884\n");
    expect(await print("free -h | head -2; nproc")).toContain("Mem:           3.8Gi       312Mi");
  });

  it("is the instance that was launched, to the metadata service", async () => {
    const metadata = {
      imageId: "ami-0f1ee7b00c0000003",
      instanceType: "t4g.nano",
      availabilityZone: "ap-northeast-1c",
      role: { profileArn: "arn:aws:iam::222222222222:instance-profile/web", name: "web-role" },
    };
    const asked = `url=http://169.254.169.254/latest
token=$(curl -s -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $url/api/token)
for name in meta-data/ami-id meta-data/instance-type meta-data/placement/availability-zone meta-data/iam/security-credentials/; do
  curl -s -H "X-aws-ec2-metadata-token: $token" $url/$name; echo
done
curl -s -H "X-aws-ec2-metadata-token: $token" $url/meta-data/iam/info | grep -o 'arn:[^"]*'
ec2-metadata -t`;
    expect((await run(asked, node({}, { ...LINUX, metadata }))).stdout.split("\n")).toEqual([
      ...["ami-0f1ee7b00c0000003", "t4g.nano", "ap-northeast-1c", "web-role", metadata.role.profileArn],
      ...["instance-type: t4g.nano", ""],
    ]);
  });

  it("has EC2's addresses in ip, hostname and the metadata service, which asks for a token", async () => {
    const said = await print(`ip -4 -br addr show ens5; ip route | head -1; hostname -I
url=http://169.254.169.254/latest
curl -s -o /dev/null -w '%{http_code} ' $url/meta-data/local-ipv4
token=$(curl -s -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $url/api/token)
curl -s -H "X-aws-ec2-metadata-token: $token" $url/meta-data/local-ipv4; echo
curl -s -H "X-aws-ec2-metadata-token: $token" $url/dynamic/instance-identity/document | jq -r .accountId`);
    expect(said.split("\n").map((line) => line.trim())).toEqual([
      "ens5             UP             10.0.1.23/24 metric 512",
      "default via 10.0.1.1 dev ens5 proto dhcp src 10.0.1.23 metric 512",
      "10.0.1.23",
      "401 10.0.1.23",
      "222222222222",
      "",
    ]);
  });

  it("has no way out, and curl says so with its exit code", async () => {
    expect(await print("curl -sS https://example.com || echo $?; curl -s localhost || echo $?")).toBe(
      "6\n7\ncurl: (6) Could not resolve host: example.com\n",
    );
  });

  it("has services, whose stop is seen by every program until they start again", async () => {
    const seen =
      "systemctl is-active chronyd; pgrep -c chronyd; ps aux | grep -c '[c]hronyd'; chronyc tracking | head -1";
    expect(await print(seen)).toBe("active\n1\n1\nReference ID    : A9FEA97B (169.254.169.123)\n");
    expect(await print("systemctl stop chronyd")).toBe("");
    expect(await print(seen)).toBe("inactive\n0\n0\n506 Cannot talk to daemon\n");
    expect(
      await print(
        "sudo -n systemctl start chronyd; systemctl is-active chronyd; journalctl -u chronyd | tail -n 2 | sed 's/.*: //'",
      ),
    ).toBe("active\nStopped chronyd.service - NTP client/server.\nStarted chronyd.service - NTP client/server.\n");
    expect(await run("systemctl start nothing")).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining("Unit nothing.service not found.") as string,
    });
  });

  it("installs a package, whose service then runs", async () => {
    const said = await print(
      "rpm -q httpd; dnf install -y -q httpd; rpm -q httpd; systemctl enable --now -q httpd 2>/dev/null; systemctl is-active httpd; ss -tln | grep -c :80; yum remove -y -q httpd; rpm -q httpd || :",
    );
    expect(said).toBe(
      "package httpd is not installed\nhttpd-2.4.65-1.amzn2023.0.1.x86_64\nactive\n1\npackage httpd is not installed\n",
    );
    expect(await run("yum install -y no-such-package")).toMatchObject({ exitCode: 1 });
  });

  it("has an update for each missing patch, and needs a restart after that of the kernel", async () => {
    const late = node({ patches: { missing: ["kernel.x86_64"] } });
    expect(
      await print(
        "yum -q check-update; echo $?; yum -q update -y; yum -q check-update; echo $?; rpm -q kernel; needs-restarting -r > /dev/null; echo $?",
        late,
      ),
    ).toMatch(
      /^\nkernel.x86_64 +6\.1\.158-178\.288\.amzn2023\.1 +amazonlinux\n100\n0\nkernel-6\.1\.158-178\.288\.amzn2023\.1\.x86_64\n1\n$/,
    );
  });

  it("has no update for a patch that AWS-RunPatchBaseline has installed", async () => {
    const late = node({ patches: { missing: ["openssl.x86_64"] } }, { ...LINUX, instanceId: "i-0fedcba9876543210" });
    expect((await run("dnf -q check-update", late)).exitCode).toBe(100);
    const parts = { plugin: "patches", inputs: { Operation: "Install" }, instanceId: late.instanceId } as const;
    expect(await run([], late, parts)).toMatchObject({ exitCode: 0 });
    expect(await run("dnf -q check-update", late)).toMatchObject({ exitCode: 0, stdout: "" });
  });

  it("reads in the journal what logger writes", async () => {
    expect(await print("logger -t deploy 'version 7 is live'; journalctl -t deploy -o cat; dmesg | grep -c XFS")).toBe(
      "version 7 is live\n1\n",
    );
  });

  it("is Amazon Linux 2, if its description says so", async () => {
    const two = node({ profile: "amazon-linux-2" });
    expect(
      await print(
        "uname -r; ip -br link | tail -1 | cut -c1-4; rpm -q yum; systemctl is-active crond; which dnf 2> /dev/null || echo none",
        two,
      ),
    ).toBe("5.10.245-241.976.amzn2.x86_64\neth0\nyum-3.4.3-158.amzn2.0.6.noarch\nactive\nnone\n");
  });

  it("answers as described before it answers as healthy", async () => {
    const full = node({ programs: { df: { args: "-h /", stdout: "100%" } } });
    expect(await print("df -h /; df -h /tmp | tail -1", full)).toBe(
      "100%\ntmpfs           1.9G     0  1.9G   0% /tmp\n",
    );
  });
});
