/** The fleet that the sandbox's tests share: the example's organization, two units deep, with one account outside it. */
import { deployRole } from "../../src/fleet/resolve/deploy-role";
import { operations } from "../../src/fleet/resolve/operations";
import type { Account, Fleet } from "../../src/fleet/model";

export const ORGANIZATION_ID = "o-fleetbook01";
export const ROOT_ID = "r-flt1";
export const WORKLOADS_ID = "ou-flt1-workload";
export const PRODUCTION_ID = "ou-flt1-producti";
export const MANAGEMENT_ID = "111111111111";
export const APP_DEV_ID = "222222222222";
export const APP_STAGING_ID = "333333333333";
export const APP_PROD_ID = "444444444444";
export const PARTNER_ID = "555555555555";
export const HOME_REGION = "ap-northeast-1";

function account(id: string, name: string, parentId: string, overrides: Partial<Account> = {}): Account {
  return {
    id,
    name,
    parentId,
    tags: { project: "fleetbook" },
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
    ...overrides,
  };
}

export function exampleFleet(overrides: Partial<Fleet> = {}): Fleet {
  const managementAccount = account(MANAGEMENT_ID, "management", ROOT_ID, { deployRole: undefined, isTarget: false });
  return {
    file: "/fleet.yaml",
    partition: "aws",
    organization: {
      id: ORGANIZATION_ID,
      rootId: ROOT_ID,
      organizationalUnits: [
        { id: WORKLOADS_ID, name: "workloads", path: "workloads", parentId: ROOT_ID },
        { id: PRODUCTION_ID, name: "production", path: "workloads/production", parentId: WORKLOADS_ID },
      ],
    },
    homeRegion: HOME_REGION,
    regions: [HOME_REGION],
    retiredRegions: [],
    managementAccount,
    administratorAccount: managementAccount,
    memberAccounts: [
      account(APP_DEV_ID, "app-dev", WORKLOADS_ID),
      account(APP_STAGING_ID, "app-staging", WORKLOADS_ID),
      account(APP_PROD_ID, "app-prod", PRODUCTION_ID),
    ],
    externalAccounts: [{ id: PARTNER_ID, name: "partner" }],
    centralRunbooks: [],
    state: { bucketName: "fleetbook-state-{accountId}-{region}", encryption: "aws:kms", noncurrentVersionDays: 90 },
    operations: operations({ targetTag: { key: "ssm-automation", value: "true" } }),
    outputs: undefined,
    pipeline: undefined,
    readerPrincipalArns: [`arn:aws:iam::${MANAGEMENT_ID}:user/fleetbook-operator`],
    approverPrincipalArns: [],
    ...overrides,
  };
}
