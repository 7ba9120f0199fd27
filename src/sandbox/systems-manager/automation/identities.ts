/**
 * The roles that executions assume. PassRole, trust policies and permissions are decided as for every other request.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup.html
 */
import { ApiCallError, AutomationError } from "../../../engine/errors";
import type { Identities, Identity } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import type { Authorizer } from "../../authorization/authorizer";
import { AwsError } from "../../protocol/aws-error";
import { assumeRole, assumeRoleAsService, type AssumedRole, type Sts } from "../../services/sts/assume-role";
import { executionArn } from "./arns";
import { identityOf, principalOf, type SandboxIdentity } from "./identity";

const SERVICE = "ssm.amazonaws.com";
/** A role is passed to Systems Manager, which refuses. */
const PASSING = { extra: { "iam:PassedToService": SERVICE }, service: "ssm" };

export interface IdentitiesOptions {
  readonly sts: Sts;
  readonly authorizer: Pick<Authorizer, "require">;
}

export function sandboxIdentities({ sts, authorizer }: IdentitiesOptions): Identities {
  return {
    async assumeForExecution(location, executionId, roleArn, caller) {
      await requirePassRole(authorizer, location, roleArn, caller);
      try {
        const asked = { roleArn, sessionName: `Automation-${executionId}` };
        const context = {
          "aws:SourceAccount": location.accountId,
          "aws:SourceArn": executionArn(location, executionId),
        };
        return fromAssumed(await assumeRoleAsService(sts, SERVICE, asked, context));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        throw invalidParameters(`The defined assume role is unable to be assumed. ${error.message}`);
      }
    },
    async assume(_location, from, roleArn, sessionName) {
      try {
        return fromAssumed(await assumeRole(sts, principalOf(from), { roleArn, sessionName }));
      } catch (error) {
        throw asApiCallError(error, "AssumeRole");
      }
    },
    async authorize(location, identity, action, resource) {
      try {
        await authorizer.require(principalOf(identity), action, resource, {
          region: location.region,
          ...(action === "iam:PassRole" && PASSING),
        });
      } catch (error) {
        throw asApiCallError(error, action.split(":")[1] ?? action);
      }
    },
  };
}

/** Converts an error of the sandbox into an error with which a step fails; other errors are returned as they are. */
export function asApiCallError(error: unknown, operation: string): unknown {
  return error instanceof AwsError ? new ApiCallError(error.code, error.message, operation) : error;
}

/** A role can be passed only within its own account. */
async function requirePassRole(
  authorizer: Pick<Authorizer, "require">,
  location: Location,
  roleArn: string,
  caller: Identity,
): Promise<void> {
  if (roleArn.split(":")[4] !== location.accountId) {
    throw new AutomationError("AccessDeniedException", `Cross-account pass role is not allowed: ${roleArn}`);
  }
  try {
    await authorizer.require(principalOf(caller), "iam:PassRole", roleArn, {
      region: location.region,
      ...PASSING,
    });
  } catch (error) {
    throw error instanceof AwsError ? new AutomationError("AccessDeniedException", error.message) : error;
  }
}

function fromAssumed({ session, credentials }: AssumedRole): SandboxIdentity {
  return identityOf(session, credentials);
}

function invalidParameters(message: string): AutomationError {
  return new AutomationError("InvalidAutomationExecutionParametersException", message);
}
