/** Which stacks a fleet has: their names, their states, and whether they have resources. */
import { allAccounts, type Account, type Concern, type Fleet } from "./model";
import { stackName, stateKey } from "./names";

/** A stack of one account. */
export interface FleetStack {
  /** `member-app-dev` */
  readonly name: string;
  readonly account: Account;
  readonly concern: Concern;
  /** Key of its state in the account's bucket. */
  readonly key: string;
  /** Whether it has no resources, because the account no longer needs it. */
  readonly isEmpty: boolean;
}

/** Every stack of an account, that of its state bucket included. */
export function accountStacks(fleet: Fleet, account: Account): readonly FleetStack[] {
  const stack = (concern: Concern, isEmpty = false): FleetStack => ({
    ...{ name: stackName(account, concern), key: stateKey(concern) },
    ...{ account, concern, isEmpty },
  });
  const { managementAccount, registerDelegatedAdministrator: registers = false } = fleet;
  return [
    ...(account.id === managementAccount.id && registers ? [stack("organization")] : []),
    ...(account.id === fleet.administratorAccount.id ? [stack("administrator")] : []),
    ...(account.id === fleet.pipeline?.account.id ? [stack("pipeline")] : []),
    ...(account.isTarget ? [stack("member")] : []),
    ...(account.ec2Targets.length === 0 ? [] : [stack("target")]),
    ...(account.blockPublicSharing === undefined ? [] : [stack("guards")]),
    ...account.emptyStacks.map((concern) => stack(concern, true)),
    stack("state"),
  ];
}

/** Every stack of every account, the management account's first. */
export function fleetStacks(fleet: Fleet): readonly FleetStack[] {
  return allAccounts(fleet).flatMap((account) => accountStacks(fleet, account));
}
