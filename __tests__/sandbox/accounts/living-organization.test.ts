import { LivingOrganization } from "../../../src/sandbox/accounts/living-organization";
import { organizationAccounts, type Fleet } from "../../../src/fleet/model";
import { APP_PROD_ID, APP_STAGING_ID, exampleFleet, PRODUCTION_ID, ROOT_ID, WORKLOADS_ID } from "../example-fleet";

const NEW_ID = "666666666666";

function membersOf(fleet: Fleet, change: (members: Fleet["memberAccounts"]) => Fleet["memberAccounts"]): Fleet {
  return { ...fleet, memberAccounts: change(fleet.memberAccounts) };
}

const start = () => new LivingOrganization({ fleet: exampleFleet(), nodes: {} });
const withoutProd = () => membersOf(exampleFleet(), (members) => members.filter(({ id }) => id !== APP_PROD_ID));

describe("An organization whose files are read again", () => {
  it("says which accounts are new and which have moved, and its one fleet has them", () => {
    const living = start();
    const { fleet } = living;
    const next = membersOf(exampleFleet(), (members) => [
      ...members.map((account) => (account.id === APP_STAGING_ID ? { ...account, parentId: PRODUCTION_ID } : account)),
      ...members.slice(0, 1).map((account) => ({ ...account, id: NEW_ID, name: "app-new" })),
    ]);
    expect(living.replace({ fleet: next, nodes: {} })).toEqual({
      added: [`app-new (${NEW_ID})`],
      reopened: [],
      moved: [`app-staging (${APP_STAGING_ID})`],
      closed: [],
      edited: [],
    });
    expect(fleet.memberAccounts.map(({ id }) => id)).toContain(NEW_ID);
  });

  it("closes an account that is gone, where it was, and reopens one that comes back", () => {
    const living = start();
    expect(living.replace({ fleet: withoutProd(), nodes: {} }).closed).toEqual([`app-prod (${APP_PROD_ID})`]);
    expect(living.isClosed(APP_PROD_ID)).toBe(true);
    expect(living.closedAccounts()).toMatchObject([{ id: APP_PROD_ID, parentId: PRODUCTION_ID }]);

    const back = living.replace({ fleet: exampleFleet(), nodes: {} });
    expect([back.reopened, back.added]).toEqual([[`app-prod (${APP_PROD_ID})`], []]);
    expect([living.isClosed(APP_PROD_ID), living.closedAccounts()]).toEqual([false, []]);
  });

  it("has a closed account in the root if its unit is gone too", () => {
    const living = start();
    const { organization } = exampleFleet();
    const units = organization.organizationalUnits.filter(({ id }) => id === WORKLOADS_ID);
    const fleet = { ...withoutProd(), organization: { ...organization, organizationalUnits: units } };
    living.replace({ fleet, nodes: {} });
    expect(living.closedAccounts()).toMatchObject([{ id: APP_PROD_ID, parentId: ROOT_ID }]);
  });

  it("forgets what the files say no more", () => {
    const living = new LivingOrganization({
      fleet: exampleFleet({ outputs: { bucketPrefix: "outputs", expirationDays: 7 } }),
      nodes: { nodes: [] },
    });
    // A reload comes as JSON, which has no undefined members.
    const { outputs, ...fleet } = exampleFleet();
    living.replace({ fleet: fleet as Fleet, nodes: {} });
    expect([outputs, living.fleet.outputs, living.nodes]).toEqual([undefined, undefined, {}]);
  });

  it("refuses another organization and stays as it was", () => {
    const living = start();
    const { organization, managementAccount } = exampleFleet();
    const fleet = {
      ...withoutProd(),
      organization: { ...organization, id: "o-another0001" },
      managementAccount: { ...managementAccount, id: "999999999999" },
    };
    const refused = expect.objectContaining({
      problems: [
        expect.objectContaining({ place: "/fleet.yaml", remedy: expect.stringContaining("down") as string }),
        expect.objectContaining({ message: expect.stringMatching(/^managementAccount\.id is 999999999999/) as string }),
      ],
    }) as Error;
    expect(() => living.replace({ fleet, nodes: {} })).toThrow(refused);
    expect(living.isClosed(APP_PROD_ID)).toBe(false);
  });
});

describe("An organization from a lock file", () => {
  const locked = (state: "active" | "suspended" | "gone"): Fleet => {
    const fleet = exampleFleet();
    const accounts = organizationAccounts(fleet).map((account) =>
      account.id === APP_PROD_ID ? { ...account, state } : account,
    );
    const memberAccounts = fleet.memberAccounts.filter(({ id }) => id !== APP_PROD_ID);
    return { ...fleet, memberAccounts, lock: { file: "/fleet.lock.yaml", accounts } };
  };

  it("lets nobody into an account that AWS has suspended, and into others that the fleet does not have", () => {
    expect(new LivingOrganization({ fleet: locked("suspended"), nodes: {} }).isClosed(APP_PROD_ID)).toBe(true);
    expect(new LivingOrganization({ fleet: locked("active"), nodes: {} }).isClosed(APP_PROD_ID)).toBe(false);
  });

  it("no longer lists an account that is gone, and lets nobody into it", () => {
    const living = new LivingOrganization({ fleet: locked("active"), nodes: {} });
    expect(living.replace({ fleet: locked("gone"), nodes: {} }).closed).toEqual([`app-prod (${APP_PROD_ID})`]);
    expect([living.closedAccounts(), living.isClosed(APP_PROD_ID)]).toEqual([[], true]);
  });
});
