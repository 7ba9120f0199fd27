/** The authorizer over the sandbox's own IAM and services, with the layer that notices their changes. */
import type { Fleet } from "../../fleet/model";
import type { UserBoundaries } from "../identities/user-boundaries";
import type { ServiceLayer } from "../protocol/message";
import { createAuthorizer, type Authorizer } from "./authorizer";
import { PermissionsCache } from "./permissions";
import { noticePolicyChanges } from "./policy-changes";
import type { Trail } from "./trail";
import { storedFacts, type StoredFactsOptions } from "./stored-facts";
import { storedIdentities } from "./stored-identities";

export interface SandboxAuthorizer extends Authorizer {
  /** Must come before IAM and before CloudFormation. */
  readonly noticeChanges: ServiceLayer;
}

interface SandboxAuthorizerOptions extends StoredFactsOptions {
  readonly fleet: Fleet;
  readonly boundaries: UserBoundaries;
  readonly trail?: Trail | undefined;
}

export function sandboxAuthorizer(options: SandboxAuthorizerOptions): SandboxAuthorizer {
  const permissions = new PermissionsCache(storedIdentities(options.iamOf, options.boundaries));
  const authorizer = createAuthorizer({
    ...{ fleet: options.fleet, permissions, facts: storedFacts(options), trail: options.trail },
  });
  return { ...authorizer, noticeChanges: noticePolicyChanges(permissions) };
}
