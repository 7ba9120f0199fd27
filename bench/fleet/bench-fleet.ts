/** A fleet that is in no file: a management account and as many member accounts as a measurement wants, all under the root. */
import { deployRole } from "../../src/fleet/resolve/deploy-role";
import { operations } from "../../src/fleet/resolve/operations";
import type { Account, Fleet } from "../../src/fleet/model";

const MANAGEMENT_ID = "100000000000";
const ROOT_ID = "r-flt1";
const HOME_REGION = "ap-northeast-1";

/** @param memberAccounts how many */
export function benchFleet(memberAccounts: number): Fleet {
  const managementAccount: Account = {
    ...account(MANAGEMENT_ID, "management"),
    deployRole: undefined,
    isTarget: false,
  };
  return {
    file: "/fleet.yaml",
    partition: "aws",
    organization: { id: "o-fleetbook01", rootId: ROOT_ID, organizationalUnits: [] },
    homeRegion: HOME_REGION,
    regions: [HOME_REGION],
    retiredRegions: [],
    managementAccount,
    administratorAccount: managementAccount,
    memberAccounts: Array.from({ length: memberAccounts }, (_, index) =>
      account(String(Number(MANAGEMENT_ID) + index + 1), `member-${index + 1}`),
    ),
    externalAccounts: [],
    centralRunbooks: [],
    state: { bucketName: "fleetbook-state-{accountId}-{region}", encryption: "AES256", noncurrentVersionDays: 90 },
    operations: operations(),
    outputs: undefined,
    pipeline: undefined,
    readerPrincipalArns: [`arn:aws:iam::${MANAGEMENT_ID}:user/fleetbook-operator`],
    approverPrincipalArns: [],
  };
}

function account(id: string, name: string): Account {
  return {
    id,
    name,
    parentId: ROOT_ID,
    tags: {},
    deployRole: deployRole(),
    regions: [HOME_REGION],
    isTarget: true,
    emptyStacks: [],
    roles: { path: "/", permissionsBoundary: undefined, tags: {} },
    adopt: false,
    existingExecutionRole: undefined,
    amazonSSMAutomationRole: true,
    runbooks: [],
    associations: [],
    ec2Targets: [],
    amiSharing: undefined,
    blockPublicSharing: undefined,
    automation: {},
  };
}
