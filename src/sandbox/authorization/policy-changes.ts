/** Notices what changes who may do what, so that the next request is decided by it. */
import { stringOf } from "../protocol/input";
import type { CallerRequest, ServiceLayer } from "../protocol/message";
import type { PermissionsCache } from "./permissions";

/** Operations of IAM that change nobody's permissions, for all that they change. */
const WITHOUT_EFFECT = /^(Get|List|Generate|Simulate)|InstanceProfile$|AccessKey$|OpenIDConnect|SAML|MFADevice/;

/** For IAM and for CloudFormation, whose stacks make roles: forgets what may have changed, once the request is through. */
export function noticePolicyChanges(permissions: PermissionsCache): ServiceLayer {
  return async (request, next) => {
    try {
      return await next(request);
    } finally {
      // After a failure as well: it may have come after the change.
      forgetChanged(request, permissions);
    }
  };
}

function forgetChanged({ service, operation, caller, input }: CallerRequest, permissions: PermissionsCache): void {
  if (service === "iam" && WITHOUT_EFFECT.test(operation)) return;
  if (service !== "iam" && /^(Describe|Get|List|Detect|Estimate|Validate)/.test(operation)) return;
  // Policies and groups can belong to anybody in the account; a new name can only be a user's.
  const name = "NewUserName" in input ? undefined : (stringOf(input, "RoleName") ?? stringOf(input, "UserName"));
  permissions.forget(caller.accountId, name);
}
