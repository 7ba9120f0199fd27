import { ec2Targets } from "../../../src/fleet/resolve/ec2-targets";

describe("the EC2 targets of an account", () => {
  it("are those of ec2Targets with the settings of ec2Target, after that of ec2Target itself", () => {
    const targets = ec2Targets(
      { ec2Target: { instanceType: "t4g.small", tags: { stage: "dev" } } },
      { ec2Targets: { web: { tags: { role: "web" } }, batch: { instanceType: "t4g.micro" } } },
    );
    expect(targets.map(({ name, instanceType, tags }) => [name, instanceType, tags])).toEqual([
      [undefined, "t4g.small", { stage: "dev" }],
      ["web", "t4g.small", { stage: "dev", role: "web" }],
      ["batch", "t4g.micro", { stage: "dev" }],
    ]);
  });

  it("leave out what is false", () => {
    const defaults = { ec2Target: {}, ec2Targets: { web: true, batch: true } } as const;
    expect(ec2Targets(defaults, { ec2Target: false, ec2Targets: { web: false } }).map(({ name }) => name)).toEqual([
      "batch",
    ]);
  });

  it("share the network of ec2Target, unless one sets something of a VPC", () => {
    const [first, web, batch] = ec2Targets(
      { ec2Target: { vpcCidr: "10.1.0.0/16", subnetCidr: "10.1.1.0/24" } },
      { ec2Targets: { web: { subnetCidr: "10.1.2.0/24" }, batch: { flowLogs: true } } },
    );
    expect(web?.network).toBe(first?.network);
    expect(web?.ownSubnet).toEqual({ cidr: "10.1.2.0/24" });
    expect(batch?.network).toEqual({
      name: "batch",
      vpcCidr: "10.1.0.0/16",
      subnetCidr: "10.1.1.0/24",
      flowLogs: { retentionDays: 365 },
    });
  });

  it("are in an existing VPC if an account names one, whatever network the defaults describe", () => {
    const [target] = ec2Targets(
      { ec2Target: { vpcCidr: "10.1.0.0/16", flowLogs: true } },
      { ec2Target: { vpc: { id: "vpc-0a1b2c3d" }, subnet: { tags: { Name: "private" } } } },
    );
    expect(target?.network).toEqual({
      name: undefined,
      vpc: { id: "vpc-0a1b2c3d" },
      subnet: { tags: { Name: "private" } },
      endpoints: false,
      egressCidrs: undefined,
    });
  });

  it.each([
    [{}, "arm64", "t4g.nano"],
    [{ architecture: "x86_64" }, "x86_64", "t3.nano"],
    [{ image: "windows-server-2022" }, "x86_64", "t3.small"],
  ] as const)("with %j have the architecture and type that fit", (ec2Target, architecture, instanceType) => {
    expect(ec2Targets({}, { ec2Target })[0]).toMatchObject({ architecture, instanceType });
  });
});
