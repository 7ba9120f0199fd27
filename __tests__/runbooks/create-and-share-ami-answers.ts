/** What the simulations of create-and-share-ami are answered, where nothing else is asked for. */
import { ScriptError } from "../../src/engine/errors";
import type { ScriptFunction } from "../../src/simulation/scripts";

export const AMI = "ami-0123456789abcdef0";

/** DescribeInstanceInformation for an instance whose agent has registered. */
export const ONLINE = { InstanceInformationList: [{ PingStatus: "Online" }] };

/** What the scripts answer where all goes well; the scripts themselves run against AWS's API in the end-to-end tests. */
export const scripts: Readonly<Record<string, ScriptFunction>> = {
  checkVolumes: ({ AccountId: ids }) => ({
    Begun: "2026-01-01T00:00:00.000Z",
    KeyGrants: [],
    LaunchPermissions: (ids as string).split(",").map((UserId) => ({ UserId })),
    Recipients: ids as string,
  }),
  convertStringListToString: ({ List: list }) => ({ First: (list as readonly string[])[0] ?? "" }),
  tagImage: () => ({ SnapshotIds: ["snap-0123456789abcdef0"] }),
  shareSnapshots: () => ({}),
  removeOlderImages: () => ({ Removed: [] }),
  nameLeftImage: ({ InstanceId: id }) => {
    throw new ScriptError(`Made of ${id as string} and left: ${AMI}`);
  },
};
