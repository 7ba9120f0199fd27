/** Identities of the engine as the sandbox has them: the principal behind the ARN, whom policies decide about. */
import type { Identity } from "../../../engine/ports";
import type { Credentials, Principal, PrincipalTable } from "../../identities/principals";

export interface SandboxIdentity extends Identity {
  readonly principal: Principal;
  /** Those of an assumed role. Whoever calls the API is given some when a step needs them. */
  readonly credentials?: Credentials;
}

export function identityOf(principal: Principal, credentials?: Credentials): SandboxIdentity {
  return { arn: principal.arn, principal, ...(credentials === undefined ? {} : { credentials }) };
}

/** Every identity that the engine gets comes from the sandbox's own identities and operations. */
export function principalOf(identity: Identity): Principal {
  return sandboxIdentity(identity).principal;
}

/** Credentials to call AWS's API with in somebody's name: an execution without a role forwards its caller's session. */
export class IdentityCredentials {
  private readonly issued = new WeakMap<Principal, Credentials>();

  constructor(private readonly principals: Pick<PrincipalTable, "issue">) {}

  of(identity: Identity): Credentials {
    const { principal, credentials } = sandboxIdentity(identity);
    const known = credentials ?? this.issued.get(principal);
    if (known !== undefined) return known;
    const fresh = this.principals.issue(principal);
    this.issued.set(principal, fresh);
    return fresh;
  }
}

function sandboxIdentity(identity: Identity): SandboxIdentity {
  if ("principal" in identity) return identity as SandboxIdentity;
  throw new TypeError(`${identity.arn} is no identity of the sandbox.`);
}
