import { describe as describeNode } from "../../../src/sandbox/machines/description";
import { BUILT_IN_PROFILES, loadProfile } from "../../../src/sandbox/machines/profiles";
import { LINUX, node, WINDOWS } from "./support";

describe("a node that no entry matches", () => {
  it("is named as on EC2", () => {
    expect(describeNode({}, LINUX).hostname).toBe("ip-10-0-1-23.ap-northeast-1.compute.internal");
    expect(describeNode({}, { ...LINUX, region: "us-east-1" }).hostname).toBe("ip-10-0-1-23.ec2.internal");
    expect(describeNode({}, WINDOWS).hostname).toMatch(/^EC2AMAZ-[0-9A-F]{7}$/);
  });

  it("has the platform of its image", () => {
    const platformOf = (imageName: string) => describeNode({}, { ...LINUX, imageName }).platform;
    expect(platformOf("amzn2-ami-hvm-arm64-gp2")).toEqual({ type: "Linux", name: "Amazon Linux", version: "2" });
    expect(platformOf("al2023-ami-arm64")).toEqual({ type: "Linux", name: "Amazon Linux", version: "2023" });
    expect(describeNode({}, WINDOWS).platform.name).toBe("Microsoft Windows Server 2022 Datacenter");
    const newer = { ...WINDOWS, imageName: "Windows_Server-2025-English-Full-Base-2026.01.01" };
    expect(describeNode({}, newer).platform).toMatchObject({ type: "Windows", version: "10.0.26100" });
  });

  it("has an agent that responds at once", () => {
    expect(describeNode({}, LINUX).agent).toMatchObject({ responds: true, startsAfterSeconds: 0 });
  });
});

describe("an entry of the nodes file", () => {
  const hostnameWith = (match: object) => describeNode({ nodes: [{ match, hostname: "meant" }] }, LINUX).hostname;

  it.each([
    [{}, true],
    [{ instanceId: LINUX.instanceId }, true],
    [{ account: "app-dev" }, true],
    [{ account: "222222222222", region: "ap-northeast-1" }, true],
    [{ account: "app-prod" }, false],
    [{ account: "app-dev", region: "eu-west-1" }, false],
    [{ tags: { Name: "web" } }, false],
  ])("with match %j fits: %s", (match, fits) => {
    expect(hostnameWith(match) === "meant").toBe(fits);
  });

  it("matches by tags, each with its value", () => {
    const nodes = { nodes: [{ match: { tags: { Name: "web" } }, hostname: "web" }] };
    expect(describeNode(nodes, { ...LINUX, tags: { Name: "web", stage: "dev" } }).hostname).toBe("web");
    expect(describeNode(nodes, { ...LINUX, tags: { Name: "db" } }).hostname).not.toBe("web");
  });

  it("can make an instance a Windows node by its profile", () => {
    expect(node({ profile: "windows-2022" }).platform.type).toBe("Windows");
  });

  it("wins over earlier ones, key by key", () => {
    const described = describeNode(
      {
        nodes: [
          { match: {}, hostname: "first", agent: { responds: false } },
          { match: {}, hostname: "second", agent: { startsAfterSeconds: 30 } },
        ],
      },
      LINUX,
    );
    expect(described).toMatchObject({ hostname: "second", agent: { responds: false, startsAfterSeconds: 30 } });
  });

  it("has answers that precede those of its profile", () => {
    const answers = node({ programs: { localectl: { args: "list", stdout: "none" } } }).programs.localectl;
    expect(answers?.map(({ args }) => args)).toEqual(["list", "|status"]);
  });

  it("can have a profile of the file, which extends a built-in one", () => {
    const described = describeNode(
      {
        profiles: { web: { extends: "amazon-linux-2", hostname: "web" } },
        nodes: [{ match: {}, profile: "web" }],
      },
      LINUX,
    );
    expect(described).toMatchObject({ hostname: "web", platform: { version: "2" } });
    expect(described.programs.dnf).toBeUndefined();
  });
});

it.each(BUILT_IN_PROFILES)("the built-in profile %s matches its schema", (name) => {
  expect(() => loadProfile(name)).not.toThrow();
});
