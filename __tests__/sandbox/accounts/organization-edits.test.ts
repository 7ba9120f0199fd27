import { LivingOrganization } from "../../../src/sandbox/accounts/living-organization";
import { organizationAccounts, type Fleet } from "../../../src/fleet/model";
import {
  APP_DEV_ID,
  APP_PROD_ID,
  APP_STAGING_ID,
  exampleFleet,
  PRODUCTION_ID,
  ROOT_ID,
  WORKLOADS_ID,
} from "../example-fleet";

const NEW_ID = "666666666666";
const UNIT = { id: "ou-flt1-aaaaaaaa", name: "data", parentId: PRODUCTION_ID };

const start = (fleet: Fleet = exampleFleet()) => new LivingOrganization({ fleet, nodes: {} });
const find = ({ fleet }: LivingOrganization, id: string) => organizationAccounts(fleet).find((each) => each.id === id);
const pathsIn = ({ fleet }: LivingOrganization) => fleet.organization.organizationalUnits.map(({ path }) => path);

function move(living: LivingOrganization, id: string, parentId: string): void {
  const account = find(living, id);
  if (account === undefined) throw new Error(`no account ${id}`);
  living.edit((edits) => edits.editAccount(account, { parentId }));
}

function create(living: LivingOrganization, name = "App / New"): void {
  const asked = { id: NEW_ID, name, email: "new@example.com", roleName: "Deploy", createdAt: new Date() };
  living.edit((edits) => edits.createAccount(living.fleet, asked, { team: "a" }));
}

/** The example with an account in another unit. */
function placed(id: string, parentId: string): Fleet {
  const fleet = exampleFleet();
  const memberAccounts = fleet.memberAccounts.map((account) =>
    account.id === id ? { ...account, parentId } : account,
  );
  return { ...fleet, memberAccounts };
}

describe("What callers of Organizations have changed", () => {
  it("is in the one fleet of the sandbox: an account in its new unit, and a new one under a name of its own", () => {
    const living = start();
    const { fleet } = living;
    move(living, APP_STAGING_ID, PRODUCTION_ID);
    create(living, "app-dev");
    expect(fleet.memberAccounts.find(({ id }) => id === APP_STAGING_ID)?.parentId).toBe(PRODUCTION_ID);
    expect(find(living, NEW_ID)).toMatchObject({
      ...{ name: "app-dev", stack: "app-dev-6666", parentId: ROOT_ID, state: "active", isSelected: false },
      tags: { team: "a" },
    });
    expect(living.edits.created(NEW_ID)).toMatchObject({ roleName: "Deploy", email: "new@example.com" });
  });

  it("stays when the files are read again and say what they said before, and is named", () => {
    const living = start();
    move(living, APP_STAGING_ID, PRODUCTION_ID);
    create(living);
    expect(living.replace({ fleet: exampleFleet(), nodes: {} })).toMatchObject({
      ...{ added: [], moved: [], closed: [] },
      edited: [`app-staging (${APP_STAGING_ID})`, `app-new (${NEW_ID})`],
    });
    expect([find(living, APP_STAGING_ID)?.parentId, find(living, NEW_ID)?.name]).toEqual([PRODUCTION_ID, "App / New"]);
  });

  it("is forgotten once the files say the same, so that they decide from then on", () => {
    const living = start();
    move(living, APP_STAGING_ID, PRODUCTION_ID);
    expect(living.replace({ fleet: placed(APP_STAGING_ID, PRODUCTION_ID), nodes: {} })).toMatchObject({
      ...{ moved: [], edited: [] },
    });
    living.replace({ fleet: exampleFleet(), nodes: {} });
    expect(find(living, APP_STAGING_ID)?.parentId).toBe(WORKLOADS_ID);
  });

  it("gives way to something that the files say for the first time", () => {
    const living = start();
    move(living, APP_STAGING_ID, PRODUCTION_ID);
    const { moved, edited } = living.replace({ fleet: placed(APP_STAGING_ID, ROOT_ID), nodes: {} });
    expect([moved, edited]).toEqual([[`app-staging (${APP_STAGING_ID})`], []]);
    expect(find(living, APP_STAGING_ID)?.parentId).toBe(ROOT_ID);
  });

  it("is not undone by files that were written between two changes", () => {
    const living = start();
    move(living, APP_STAGING_ID, PRODUCTION_ID);
    move(living, APP_STAGING_ID, ROOT_ID);
    living.replace({ fleet: placed(APP_STAGING_ID, PRODUCTION_ID), nodes: {} });
    expect(find(living, APP_STAGING_ID)?.parentId).toBe(ROOT_ID);
  });

  it("closes an account for everybody", () => {
    const living = start();
    const account = find(living, APP_DEV_ID);
    living.edit((edits) => account && edits.editAccount(account, { state: "closed" }));
    expect([living.isClosed(APP_DEV_ID), living.isClosed(APP_PROD_ID)]).toEqual([true, false]);
    living.replace({ fleet: exampleFleet(), nodes: {} });
    expect(living.isClosed(APP_DEV_ID)).toBe(true);
  });

  it("has units with their paths: created, renamed with those below, and deleted", () => {
    const living = start();
    living.edit((edits) => edits.createUnit(UNIT));
    const workloads = living.fleet.organization.organizationalUnits[0];
    living.edit((edits) => workloads && edits.renameUnit(workloads, "apps"));
    expect(pathsIn(living)).toEqual(["apps", "apps/production", "apps/production/data"]);
    living.edit((edits) => edits.deleteUnit(UNIT.id));
    expect(pathsIn(living)).toEqual(["apps", "apps/production"]);
  });

  it("keeps a unit of the files deleted, until they put an account into it", () => {
    const living = start();
    move(living, APP_PROD_ID, WORKLOADS_ID);
    living.edit((edits) => edits.deleteUnit(PRODUCTION_ID));
    living.replace({ fleet: exampleFleet(), nodes: {} });
    expect(pathsIn(living)).toEqual(["workloads"]);
    living.replace({ fleet: placed(APP_DEV_ID, PRODUCTION_ID), nodes: {} });
    expect(pathsIn(living)).toEqual(["workloads", "workloads/production"]);
  });

  it("leaves no account in a unit that is gone from the files", () => {
    const living = start();
    move(living, APP_DEV_ID, PRODUCTION_ID);
    const { organization, ...rest } = placed(APP_PROD_ID, WORKLOADS_ID);
    const organizationalUnits = organization.organizationalUnits.filter(({ id }) => id !== PRODUCTION_ID);
    living.replace({ fleet: { ...rest, organization: { ...organization, organizationalUnits } }, nodes: {} });
    expect(find(living, APP_DEV_ID)?.parentId).toBe(ROOT_ID);
  });
});
