import { example, lineOf, load, onlyProblem, problems } from "../../fleet-file";

const TWO_REGIONS: readonly [string, string] = [
  "homeRegion: ap-northeast-1",
  "homeRegion: ap-northeast-1\nregions: [ap-northeast-1, us-east-1]",
];

/** The example, with settings in the account app-staging. */
const staging = (settings: string, ...changes: readonly (readonly [string, string])[]): string =>
  example(["    name: app-staging\n", `    name: app-staging\n    ${settings}\n`], ...changes);
const target = (settings: string, ...changes: readonly (readonly [string, string])[]): string =>
  staging(`ec2Target: ${settings}`, ...changes);

describe("the settings of an EC2 target", () => {
  it.each<readonly [what: string, settings: string]>([
    ["an existing VPC and subnet by their ids", "{vpc: {id: vpc-0a1b2c3d}, subnet: {id: subnet-0123456789abcdef0}}"],
    ["them by tags, with endpoints", "{vpc: {tags: {Name: a}}, subnet: {tags: {tier: private}}, endpoints: true}"],
    ["the key of a volume by alias", "{kmsKey: alias/disks}"],
    ["the key of a volume by its ARN", '{kmsKey: "arn:aws:kms:ap-northeast-1:333333333333:alias/disks"}'],
    ["Windows with its default type", "{image: windows-server-2025}"],
    ["an image of one's own for x86_64", "{image: {id: ami-0123456789abcdef0}, architecture: x86_64}"],
    ["a parameter with the id of an image", "{image: {parameter: /golden/linux}}"],
    ["flow logs", "{flowLogs: {retentionDays: 30}}"],
  ])("can be %s", (_what, settings) => {
    expect(() => load(target(settings))).not.toThrow();
  });

  it.each<readonly [what: string, settings: string, message: string, remedy: string]>([
    [
      "a subnet outside its VPC",
      "{subnetCidr: 10.1.0.0/24}",
      "not inside the VPC's range 10.0.0.0/16",
      "inside vpcCidr",
    ],
    [
      "a range with host bits",
      "{vpcCidr: 10.0.0.1/16}",
      "vpcCidr is 10.0.0.1/16, an address inside a range",
      "10.0.0.0/16",
    ],
    ["a range with a byte above 255", "{vpcCidr: 10.0.256.0/16}", "not an IPv4 range", "Correct it"],
    ["an existing VPC without a subnet", "{vpc: {id: vpc-0a1b2c3d}}", "has no subnet in it", "subnet: {id"],
    ["a subnet id without a VPC", "{subnet: {id: subnet-0a1b2c3d}}", "setting for an existing VPC", "vpc: {id"],
    ["endpoints without a VPC", "{endpoints: true}", "setting for an existing VPC", "vpc: {id"],
    [
      "flow logs of an existing VPC",
      "{vpc: {id: vpc-0a1b2c3d}, subnet: {id: subnet-0a1b2c3d}, flowLogs: true}",
      "setting for a network that Fleetbook builds",
      "Remove one",
    ],
    [
      "ranges beside endpoints",
      "{vpc: {id: vpc-0a1b2c3d}, subnet: {id: subnet-0a1b2c3d}, endpoints: true, egressCidrs: [10.0.0.0/8]}",
      "egressCidrs has no effect",
      "endpoints: false",
    ],
    [
      "a VPC by id and tags at once",
      "{vpc: {id: vpc-0a1b2c3d, tags: {a: b}}, subnet: {tags: {a: b}}}",
      "it needs either `id` or `tags`",
      "Write one of the two",
    ],
    [
      "an instance type that does not exist",
      "{instanceType: t4g.nanoo}",
      'instanceType is "t4g.nanoo", which is not an instance type',
      'Did you mean "t4g.nano"?',
    ],
    [
      "an instance type of another architecture",
      "{instanceType: t3.nano}",
      "whose processors are x86_64",
      "Set architecture to x86_64",
    ],
    [
      "Windows on Graviton",
      "{image: windows-server-2022, instanceType: t4g.small}",
      "whose processors are arm64",
      "t3.small",
    ],
    [
      "Windows for arm64",
      "{image: windows-server-2022, architecture: arm64}",
      "no image of windows-server-2022 for it",
      "x86_64",
    ],
    [
      "a key in another Region",
      '{kmsKey: "arn:aws:kms:eu-west-1:333333333333:alias/a"}',
      "is a key in eu-west-1 (partition aws); the target's volume is in ap-northeast-1",
      "Name a key in ap-northeast-1",
    ],
    [
      "a key for a volume that is not encrypted",
      "{kmsKey: alias/a, encryptedRootVolume: false}",
      "the root volume is not encrypted",
      "Remove one",
    ],
    ["a retention that CloudWatch Logs does not have", "{flowLogs: {retentionDays: 100}}", "retentionDays", "1"],
    ["a name that is no VPC id", "{vpc: {id: my-vpc}, subnet: {tags: {a: b}}}", 'vpc.id is "my-vpc"', "describe-vpcs"],
  ])("are refused with %s, with its place and a remedy", (_what, settings, message, remedy) => {
    const text = target(settings);
    const problem = onlyProblem(text);
    expect(problem.message).toContain(message);
    expect(problem.remedy).toContain(remedy);
    expect(problem.place).toMatch(
      new RegExp(
        `^fleet\\.yaml:${lineOf("ec2Target: {", text)}:|^fleet\\.yaml:${lineOf(`ec2Target: ${settings}`, text)}:`,
      ),
    );
  });

  it("are reported once if the defaults have the fault, however many accounts there are", () => {
    const text = example(["  ec2Target:\n", "  ec2Target:\n    vpcCidr: 10.0.0.1/16\n"]);
    expect(onlyProblem(text).message).toContain("defaults.ec2Target.vpcCidr is 10.0.0.1/16");
  });

  it("are judged together: an account's instance type fits the architecture of the defaults", () => {
    const text = target("{instanceType: t3.nano}", ["  ec2Target:\n", "  ec2Target:\n    architecture: x86_64\n"]);
    expect(load(text).memberAccounts[1]?.ec2Targets[0]).toMatchObject({
      architecture: "x86_64",
      instanceType: "t3.nano",
    });
  });
});

describe("a setting that may differ between Regions", () => {
  it("may be a map with a value for each Region", () => {
    const cidrs = "vpcCidr: {ap-northeast-1: 10.1.0.0/16, us-east-1: 10.2.0.0/16}";
    const subnets = "subnetCidr: {ap-northeast-1: 10.1.1.0/24, us-east-1: 10.2.1.0/24}";
    expect(() => load(target(`{${cidrs}, ${subnets}}`, TWO_REGIONS))).not.toThrow();
  });

  it.each<readonly [what: string, settings: string, message: string]>([
    ["a Region is missing", "{kmsKey: {us-east-1: alias/a}}", "has no value for the Region ap-northeast-1"],
    [
      "a Region is not of the fleet",
      "{kmsKey: {ap-northeast-1: alias/a, us-east-1: alias/a, eu-west-1: alias/b}}",
      'has a value for "eu-west-1"',
    ],
    [
      "the ranges of one Region do not fit",
      "{vpcCidr: {ap-northeast-1: 10.0.0.0/16, us-east-1: 10.2.0.0/16}}",
      "has in us-east-1 the subnet range 10.0.1.0/24",
    ],
    ["an id is to be in two Regions", "{image: {id: ami-0a1b2c3d}}", "an id belongs to one Region"],
    [
      "a key's ARN is of one of them only",
      '{kmsKey: "arn:aws:kms:us-east-1:333333333333:alias/a"}',
      "the target's volume is in ap-northeast-1",
    ],
  ])("is refused if %s", (_what, settings, message) => {
    expect(onlyProblem(target(settings, TWO_REGIONS)).message).toContain(message);
  });
});

describe("several EC2 targets", () => {
  it.each<readonly [what: string, settings: string, message: string]>([
    [
      "overlapping subnets in their common VPC",
      "{web: {subnetCidr: 10.0.1.128/25}}",
      "overlaps with another subnet of the same VPC, 10.0.1.0/24",
    ],
    ["a fault in one of them", "{web: {instanceType: t4g.xnano}}", "ec2Targets.web.instanceType is"],
    ["a name with capitals", "{Web: true}", "Web"],
  ])("are refused with %s", (_what, settings, message) => {
    const found = problems(staging(`ec2Targets: ${settings}`));
    expect(found.map((problem) => problem.message).join("\n")).toContain(message);
  });

  it("are refused with endpoints twice in one VPC", () => {
    const vpc = "vpc: {tags: {Name: a}}, subnet: {tags: {Name: b}}, endpoints: true";
    const text = staging(`ec2Target: {${vpc}}\n    ec2Targets: {web: {${vpc}}}`);
    expect(onlyProblem(text).message).toContain("in which another target of the account has them already");
  });

  it("do not share images unless one has the tag of ec2Target", () => {
    const text = example([
      "    amiSharing:\n",
      "    ec2Target: false\n    ec2Targets: {web: {targetTag: {key: a, value: b}}}\n    amiSharing:\n",
    ]);
    expect(onlyProblem(text).message).toContain("the tag MyDocument=Group1, and no target of the account has it");
  });
});
