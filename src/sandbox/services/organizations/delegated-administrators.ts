/**
 * The delegated administrators of the organization's services: the fleet file's administrator account, and those that the
 * management account registers.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html
 */
import type { Fleet } from "../../../fleet/model";
import { AwsError } from "../../protocol/aws-error";

const SYSTEMS_MANAGER = "ssm.amazonaws.com";
/** The services with trusted access. The others cannot have a delegated administrator. */
export const TRUSTED_SERVICES: readonly string[] = [SYSTEMS_MANAGER];

/** The time since which the account of the fleet file is delegated. */
export const ENABLED = new Date("2026-01-01T00:00:00Z");

interface Delegation {
  readonly accountId: string;
  readonly service: string;
  readonly since: Date;
}

export class DelegatedAdministrators {
  readonly #fleet: Fleet;
  #registered: readonly Delegation[] = [];
  /** Whether the account of the fleet file still is one. */
  #isFleets = true;

  /** @param fleet which a reload may change */
  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  get #all(): readonly Delegation[] {
    const { administratorAccount, managementAccount } = this.#fleet;
    const isDelegated = this.#isFleets && administratorAccount.id !== managementAccount.id;
    const ofFleet = { accountId: administratorAccount.id, service: SYSTEMS_MANAGER, since: ENABLED };
    return isDelegated ? [ofFleet, ...this.#registered] : this.#registered;
  }

  /** By service, or of all services. The oldest first. */
  of(service: string | undefined): readonly Delegation[] {
    return this.#all.filter((each) => service === undefined || each.service === service);
  }

  /** What an account administers. */
  servicesOf(accountId: string): readonly Delegation[] {
    return this.#all.filter((each) => each.accountId === accountId);
  }

  /** Whether the account may read the organization. */
  mayRead(accountId: string): boolean {
    return accountId === this.#fleet.managementAccount.id || this.servicesOf(accountId).length > 0;
  }

  /** @throws AwsError as Organizations does */
  register(accountId: string, service: string): void {
    if (accountId === this.#fleet.managementAccount.id) {
      const message = "You cannot register the management account of the organization as a delegated administrator.";
      throw new AwsError("ConstraintViolationException", message);
    }
    if (!TRUSTED_SERVICES.includes(service)) {
      throw new AwsError(
        "ConstraintViolationException",
        `You must enable trusted access for ${service} first. In Fleetbook's sandbox only ${TRUSTED_SERVICES.join(", ")} has it.`,
      );
    }
    if (this.servicesOf(accountId).some((each) => each.service === service)) {
      const message = "The specified account is already a delegated administrator for this AWS service.";
      throw new AwsError("AccountAlreadyRegisteredException", message);
    }
    this.#registered = [...this.#registered, { accountId, service, since: new Date() }];
  }

  /** @throws AwsError AccountNotRegisteredException */
  deregister(accountId: string, service: string): void {
    if (!this.servicesOf(accountId).some((each) => each.service === service)) throw notRegistered();
    const isOther = (each: Delegation) => each.accountId !== accountId || each.service !== service;
    if (this.#registered.every(isOther)) this.#isFleets = false;
    this.#registered = this.#registered.filter(isOther);
  }
}

export function notRegistered(): AwsError {
  const message = "The specified account is not a delegated administrator for this AWS service.";
  return new AwsError("AccountNotRegisteredException", message);
}
