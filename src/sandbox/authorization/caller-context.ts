/** Condition keys that follow from the caller and the connection, which AssumeRole and all other calls have. */
import type { Fleet } from "../../fleet/model";
import type { Principal } from "../identities/principals";
import type { Principal as DecidedPrincipal, RequestContext } from "../../iam/decision/request";
import { organizationPath } from "../../fleet/names";
import { accountInOrganization } from "../accounts/organization-paths";

/** The caller as IAM decisions describe it. */
export function decidedPrincipal(caller: Principal): DecidedPrincipal {
  return caller.type === "User"
    ? { kind: "user", arn: caller.arn, accountId: caller.accountId }
    : { kind: "role-session", roleArn: caller.roleArn, sessionArn: caller.arn, accountId: caller.accountId };
}

/** The condition keys of a connection: its time and origin. */
export function connectionContext(now: Date): RequestContext {
  return {
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
    // The loopback interface has no TLS, but for policies the request counts as one to AWS.
    "aws:SecureTransport": "true",
    "aws:SourceIp": "127.0.0.1",
  };
}

/** The condition keys that only principals of an organization have. */
export function organizationContext(fleet: Fleet, accountId: string): RequestContext {
  const account = accountInOrganization(fleet, accountId);
  return account === undefined
    ? {}
    : {
        "aws:PrincipalOrgID": fleet.organization.id,
        "aws:PrincipalOrgPaths": [organizationPath(fleet, account.parentId)],
        "aws:PrincipalOrgMasterAccountId": fleet.managementAccount.id,
      };
}

/** Tags as condition keys: `aws:PrincipalTag/<key>`. */
export function prefixed(prefix: string, tags: Readonly<Record<string, string>>): RequestContext {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}
