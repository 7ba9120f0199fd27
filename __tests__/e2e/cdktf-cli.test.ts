import { readdir } from "node:fs/promises";
import { fleetbook, processesWith } from "./commands";
import { describeWith } from "../requires";
import { deployment } from "./cdktf-cli/deployment";
import { leaving } from "./cdktf-cli/leaving";
import { UserShell } from "./cdktf-cli/user-shell";

/** One fleet from its first deployment to its end: each step builds on the one before. */
describeWith(["terraform", "moto_server", "aws"], "cdktf and aws in a shell with the sandbox's environment", () => {
  let shell: UserShell;
  const theShell = () => shell;

  beforeAll(async () => {
    shell = await UserShell.start({
      organization: {
        ...{ id: "o-fleetbook01", rootId: "r-flt1" },
        organizationalUnits: [{ name: "workloads", id: "ou-flt1-workload" }],
      },
      homeRegion: "ap-northeast-1",
      regions: ["ap-northeast-1", "us-east-1"],
      managementAccount: { id: "111111111111", name: "management" },
      centralRunbooks: [{ name: "check-os" }, { name: "check-os-windows" }],
      state: { bucketPrefix: "fleetbook-state" },
      reader: { principal: "user/fleetbook-operator" },
      memberAccounts: [
        {
          ...{ id: "222222222222", name: "app-dev", ou: "workloads", regions: ["ap-northeast-1"] },
          ...{ ec2Target: true, blockPublicSharing: true, amiSharing: { shareWith: ["444444444444"] } },
        },
        { id: "444444444444", name: "app-prod", ou: "workloads", runbooks: ["check-os"] },
      ],
      externalAccounts: [{ id: "555555555555", name: "partner" }],
    });
  });
  afterAll(async () => {
    await fleetbook("sandbox", ["down"], shell.outside).outcome;
    await shell.remove();
  });

  describe("in a deployment", () => deployment(theShell));
  describe("a fleet that changes", () => leaving(theShell));

  it("find nothing left of the sandbox once it is down", async () => {
    const { status, stderr } = await fleetbook("sandbox", ["down"], shell.outside).outcome;
    expect(stderr).toContain("The sandbox is down.");
    expect(status).toBe(0);
    const left = await readdir(shell.folder);
    expect(left.filter((name) => name === "sandbox" || name.startsWith("fleetbook"))).toEqual([]);
    expect(await processesWith(shell.folder)).toEqual([]);
  });
});
