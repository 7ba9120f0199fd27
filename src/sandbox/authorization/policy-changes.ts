/** Notices changes of policies, so that they apply to the next request. */
import { stringOf } from "../protocol/input";
import type { CallerRequest, ServiceLayer } from "../protocol/message";
import type { PermissionsCache } from "./permissions";

/** Operations of IAM that change nobody's permissions. */
const WITHOUT_EFFECT = /^(Get|List|Generate|Simulate)|InstanceProfile$|AccessKey$|OpenIDConnect|SAML|MFADevice/;

/** Forgets what a request to IAM, or to CloudFormation, whose stacks create roles, may have changed. */
export function noticePolicyChanges(permissions: PermissionsCache): ServiceLayer {
  return async (request, next) => {
    try {
      return await next(request);
    } finally {
      // Also after a failure, which may have happened after the change.
      forgetChanged(request, permissions);
    }
  };
}

function forgetChanged({ service, operation, caller, input }: CallerRequest, permissions: PermissionsCache): void {
  if (service === "iam" && WITHOUT_EFFECT.test(operation)) return;
  if (service !== "iam" && /^(Describe|Get|List|Detect|Estimate|Validate)/.test(operation)) return;
  // Policies and groups can affect anybody in the account. A new name can only be a user's.
  const name = "NewUserName" in input ? undefined : (stringOf(input, "RoleName") ?? stringOf(input, "UserName"));
  permissions.forget(caller.accountId, name);
}
