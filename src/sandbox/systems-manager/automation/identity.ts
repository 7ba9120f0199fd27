/** The engine's identities in the sandbox: each has the principal for which policies are evaluated. */
import type { Identity } from "../../../engine/ports";
import type { Credentials, Principal, PrincipalTable } from "../../identities/principals";

export interface SandboxIdentity extends Identity {
  readonly principal: Principal;
  /** The credentials of an assumed role. Other principals get credentials when a step needs them. */
  readonly credentials?: Credentials;
}

export function identityOf(principal: Principal, credentials?: Credentials): SandboxIdentity {
  return { arn: principal.arn, principal, ...(credentials === undefined ? {} : { credentials }) };
}

/** The principal of an identity, which must be one that the sandbox has created. */
export function principalOf(identity: Identity): Principal {
  return sandboxIdentity(identity).principal;
}

/** Credentials for API calls on behalf of a principal. An execution without a role uses its caller's session. */
export class IdentityCredentials {
  readonly #issued = new WeakMap<Principal, Credentials>();

  readonly #principals: Pick<PrincipalTable, "issue">;

  constructor(principals: Pick<PrincipalTable, "issue">) {
    this.#principals = principals;
  }

  of(identity: Identity): Credentials {
    const { principal, credentials } = sandboxIdentity(identity);
    const known = credentials ?? this.#issued.get(principal);
    if (known !== undefined) return known;
    const fresh = this.#principals.issue(principal);
    this.#issued.set(principal, fresh);
    return fresh;
  }
}

function sandboxIdentity(identity: Identity): SandboxIdentity {
  if ("principal" in identity) return identity as SandboxIdentity;
  throw new TypeError(`${identity.arn} is not an identity of the sandbox.`);
}
