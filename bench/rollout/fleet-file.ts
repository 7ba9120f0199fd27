/** Fleet files of any size. Their accounts are those of `benchFleet`, so that a sandbox of a few of them is enough for a plan. */
import { writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import { benchFleet } from "../fleet/bench-fleet";

interface FleetFileOptions {
  readonly memberAccounts: number;
  /** Whether each account has an EC2 instance and its network, as in the example fleet. */
  readonly ec2Targets: boolean;
  /** So many accounts, the first ones, have this value in a tag. */
  readonly tagged?: { readonly accounts: number; readonly value: string };
}

export async function writeFleetFile(file: string, options: FleetFileOptions): Promise<void> {
  const { memberAccounts, ec2Targets, tagged } = options;
  const { organization, homeRegion, managementAccount, memberAccounts: accounts } = benchFleet(memberAccounts);
  const content = {
    organization: { id: organization.id, rootId: organization.rootId },
    homeRegion,
    managementAccount: { id: managementAccount.id, name: managementAccount.name },
    centralRunbooks: [{ name: "check-os" }, { name: "check-os-windows" }],
    state: { bucketPrefix: "fleetbook-state" },
    operations: { targetTag: { key: "ssm-automation", value: "true" } },
    reader: { principal: "user/fleetbook-operator" },
    defaults: {
      tags: { project: "fleetbook" },
      ...(ec2Targets ? { ec2Target: { tags: { "ssm-automation": "true" } } } : {}),
    },
    memberAccounts: accounts.map(({ id, name }, index) => ({
      ...{ id, name },
      ...(index < (tagged?.accounts ?? 0) ? { tags: { changed: tagged?.value } } : {}),
    })),
  };
  await writeFile(file, stringify(content));
}
