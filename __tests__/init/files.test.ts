import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import manifest from "../../package.json";
import { fleetFileSchema } from "../../src/fleet/schema/fleet-file";
import { NODE_VERSION, projectFiles } from "../../src/init/files";
import { PINNED_TERRAFORM } from "../../src/tools/terraform-release";
import { nodesJsonSchema } from "../../src/sandbox/machines/schema";

const ROOT = path.resolve(__dirname, "../..");
const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");
const folder = "/work/projects/My Fleet";
const file = (name: string, choice: Parameters<typeof projectFiles>[1] = "example") =>
  projectFiles(folder, choice).get(name) ?? "";

const ids = {
  organization: "o-abcdefghij",
  root: "r-abcd",
  management: "012345678901",
  region: "eu-central-1",
  reader: "role/collector",
  accounts: ["web=100000000001", "shop=100000000002"],
};

describe("a new project", () => {
  it("has the example's fleet, with its own runbook among the central ones", () => {
    const example = parse(read("__tests__/fixtures/example/fleet.yaml")) as { centralRunbooks: object[] };
    expect(parse(file("fleet.yaml"))).toEqual({
      ...example,
      centralRunbooks: [...example.centralRunbooks, { name: "disk-space" }],
    });
  });

  it("has the ids of one's own organization, as strings", () => {
    const content: unknown = parse(file("fleet.yaml", ids));
    expect(content).toMatchObject({
      organization: { id: ids.organization, rootId: ids.root },
      homeRegion: ids.region,
      managementAccount: { id: ids.management },
      reader: { principal: ids.reader },
      memberAccounts: [
        { id: "100000000001", name: "web" },
        { id: "100000000002", name: "shop" },
      ],
    });
    expect(fleetFileSchema.safeParse(content).error).toBeUndefined();
  });

  it("may have no member account yet", () => {
    expect(parse(file("fleet.yaml", { ...ids, accounts: [] }))).toMatchObject({ memberAccounts: [] });
  });

  it("names schemas that the package has", () => {
    for (const name of ["fleet.yaml", "nodes.yaml"]) {
      const [, schema = ""] = /\$schema=\.\/node_modules\/fleetbook\/dist\/(\S+)/.exec(file(name)) ?? [];
      expect(JSON.parse(read(schema))).toHaveProperty("properties");
    }
    expect(nodesJsonSchema()).toBeDefined();
  });

  it("pins the versions that Fleetbook is tested with", () => {
    const { dependencies, devDependencies, name } = JSON.parse(file("package.json")) as {
      name: string;
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    expect(name).toBe("my-fleet");
    expect(dependencies).toMatchObject({ cdktf: manifest.devDependencies.cdktf, tsx: manifest.dependencies.tsx });
    expect(devDependencies["cdktf-cli"]).toBe(manifest.devDependencies["cdktf-cli"]);
    expect(Object.values({ ...dependencies, ...devDependencies }).filter((version) => /^[\^~]/.test(version))).toEqual(
      [],
    );
  });

  it("has Fleetbook's folder as a dependency where the sources run", () => {
    const { dependencies } = JSON.parse(file("package.json")) as { dependencies: Record<string, string> };
    expect(path.resolve(folder, dependencies.fleetbook?.replace("file:", "") ?? "")).toBe(ROOT);
  });

  it("pins Node and Terraform as Fleetbook's repository does", () => {
    expect([NODE_VERSION, PINNED_TERRAFORM.version]).toEqual([
      read(".nvmrc").trim(),
      read(".terraform-version").trim(),
    ]);
  });

  it("has the runbook of docs/runbooks.md", () => {
    const runbook = file("runbooks/disk-space.ts").replace('"fleetbook/runbook"', '"../src/document/define"');
    expect(read("docs/runbooks.md")).toContain(runbook);
  });

  it("has the workflows", () => {
    expect(file(".github/workflows/plan.yml")).toBe(read("docs/workflows/plan.yml"));
  });

  it("says in its README what it is called, and leaves no placeholder anywhere", () => {
    expect(file("README.md")).toMatch(/^# my-fleet\n/);
    for (const content of projectFiles(folder, ids).values()) expect(content).not.toMatch(/[^$]\{\{\w+\}\}/);
  });
});
