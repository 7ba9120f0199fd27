/**
 * The services with trusted access, and their delegated administrators: those that the management account registers, and the
 * administrator account of a fleet file that leaves its registration to others.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html
 */
import type { Fleet } from "../../../fleet/model";
import { SYSTEMS_MANAGER } from "../../../fleet/names";
import { AwsError } from "../../protocol/aws-error";

/** The time since which the account of the fleet file is delegated, and Systems Manager has trusted access. */
const FROM_THE_BEGINNING = new Date("2026-01-01T00:00:00Z");

interface Delegation {
  readonly accountId: string;
  readonly service: string;
  readonly since: Date;
  /** Whether the sandbox has it from the fleet file. */
  readonly isOfFile?: boolean;
}

export class DelegatedAdministrators {
  readonly #fleet: Fleet;
  /** By service, since when. */
  readonly #trusted = new Map([[SYSTEMS_MANAGER, FROM_THE_BEGINNING]]);
  #registered: readonly Delegation[] = [];

  /** @param fleet which a reload may change */
  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.filesHaveChanged();
  }

  /** What is registered stays so, unless the file named it and names another account now. */
  filesHaveChanged(): void {
    const { administratorAccount: administrator, managementAccount, registerDelegatedAdministrator } = this.#fleet;
    this.#registered = this.#registered.filter(
      ({ isOfFile = false, accountId }) => !isOfFile || accountId === administrator.id,
    );
    const isLeftToOthers = administrator.id !== managementAccount.id && registerDelegatedAdministrator === undefined;
    if (!isLeftToOthers || this.#isRegistered(administrator.id, SYSTEMS_MANAGER)) return;
    const own = { accountId: administrator.id, service: SYSTEMS_MANAGER, since: FROM_THE_BEGINNING, isOfFile: true };
    this.#registered = [own, ...this.#registered];
  }

  /** By service, or of all services. The oldest first. */
  of(service: string | undefined): readonly Delegation[] {
    return this.#registered.filter((each) => service === undefined || each.service === service);
  }

  /** What an account administers. */
  servicesOf(accountId: string): readonly Delegation[] {
    return this.#registered.filter((each) => each.accountId === accountId);
  }

  /** Whether the account may read the organization. */
  mayRead(accountId: string): boolean {
    return accountId === this.#fleet.managementAccount.id || this.servicesOf(accountId).length > 0;
  }

  /** The services with trusted access, each since when. */
  get trusted(): readonly (readonly [service: string, since: Date])[] {
    return [...this.#trusted];
  }

  enable(service: string): void {
    if (!this.#trusted.has(service)) this.#trusted.set(service, new Date());
  }

  disable(service: string): void {
    this.#trusted.delete(service);
  }

  /** @throws AwsError as Organizations does */
  register(accountId: string, service: string): void {
    if (accountId === this.#fleet.managementAccount.id) {
      const message = "You cannot register the management account of the organization as a delegated administrator.";
      throw new AwsError("ConstraintViolationException", message);
    }
    if (!this.#trusted.has(service)) {
      const message = `You must enable trusted access for ${service} before you register a delegated administrator for it.`;
      throw new AwsError("ConstraintViolationException", message);
    }
    if (this.#isRegistered(accountId, service)) {
      const message = "The specified account is already a delegated administrator for this AWS service.";
      throw new AwsError("AccountAlreadyRegisteredException", message);
    }
    this.#registered = [...this.#registered, { accountId, service, since: new Date() }];
  }

  /** @throws AwsError AccountNotRegisteredException */
  deregister(accountId: string, service: string): void {
    if (!this.#isRegistered(accountId, service)) throw notRegistered();
    this.#registered = this.#registered.filter((each) => each.accountId !== accountId || each.service !== service);
  }

  #isRegistered(accountId: string, service: string): boolean {
    return this.servicesOf(accountId).some((each) => each.service === service);
  }
}

export function notRegistered(): AwsError {
  const message = "The specified account is not a delegated administrator for this AWS service.";
  return new AwsError("AccountNotRegisteredException", message);
}
