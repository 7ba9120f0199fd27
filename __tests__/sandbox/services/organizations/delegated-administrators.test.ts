import type { Fleet } from "../../../../src/fleet/model";
import { DelegatedAdministrators } from "../../../../src/sandbox/services/organizations/delegated-administrators";
import { APP_DEV_ID, APP_STAGING_ID, exampleFleet } from "../../example-fleet";

const SSM = "ssm.amazonaws.com";

/** The example, administered from a member account. */
function administeredFrom(id: string, registerDelegatedAdministrator?: boolean): Fleet {
  const fleet = exampleFleet();
  const administratorAccount = fleet.memberAccounts.find((account) => account.id === id) ?? fleet.managementAccount;
  return { ...fleet, administratorAccount, registerDelegatedAdministrator };
}
const registered = (delegated: DelegatedAdministrators) => delegated.of(SSM).map(({ accountId }) => accountId);

describe("the delegated administrator of a fleet file", () => {
  it("is registered from the beginning if the file leaves that to others", () => {
    expect(registered(new DelegatedAdministrators(administeredFrom(APP_DEV_ID)))).toEqual([APP_DEV_ID]);
    expect(registered(new DelegatedAdministrators(exampleFleet()))).toEqual([]);
  });

  it.each([true, false])("is not registered before the fleet is deployed, if that decides: %s", (registers) => {
    const delegated = new DelegatedAdministrators(administeredFrom(APP_DEV_ID, registers));
    expect(registered(delegated)).toEqual([]);
    delegated.register(APP_DEV_ID, SSM);
    expect(registered(delegated)).toEqual([APP_DEV_ID]);
  });

  it("stays registered when the file is read again and says that the fleet registers it", () => {
    const fleet = administeredFrom(APP_DEV_ID);
    const delegated = new DelegatedAdministrators(fleet);
    Object.assign(fleet, { registerDelegatedAdministrator: true });
    delegated.filesHaveChanged();
    expect(registered(delegated)).toEqual([APP_DEV_ID]);
    expect(() => delegated.register(APP_DEV_ID, SSM)).toThrow("already a delegated administrator");
  });

  it("is another one when the file names another one; those that were registered by calls stay", () => {
    const fleet = administeredFrom(APP_DEV_ID);
    const delegated = new DelegatedAdministrators(fleet);
    Object.assign(fleet, administeredFrom(APP_STAGING_ID));
    delegated.filesHaveChanged();
    expect(registered(delegated)).toEqual([APP_STAGING_ID]);
    delegated.register(APP_DEV_ID, SSM);
    Object.assign(fleet, { administratorAccount: fleet.managementAccount });
    delegated.filesHaveChanged();
    expect(registered(delegated)).toEqual([APP_DEV_ID]);
  });

  it("is registered only for services with trusted access", () => {
    const delegated = new DelegatedAdministrators(exampleFleet());
    delegated.disable(SSM);
    expect(() => delegated.register(APP_DEV_ID, SSM)).toThrow("must enable trusted access for ssm.amazonaws.com");
    delegated.enable(SSM);
    delegated.register(APP_DEV_ID, SSM);
    expect(delegated.servicesOf(APP_DEV_ID).map(({ service }) => service)).toEqual([SSM]);
  });
});
