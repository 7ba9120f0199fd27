/** Why something that exists cannot become part of a stack, or must not be destroyed with it. */
import { FLEETBOOK } from "../../diagnostics/called-as";
import type { Problem } from "../../diagnostics/errors";
import { standardExecutionRoleName } from "../../fleet/names";
import type { PlacedStack } from "../plans/placed-stack";
import type { PlannedResource } from "../review/plan-json";
import type { AsItIs } from "./clients";
import { titleOf, type Identity, type Planned } from "./planned";

/** The ways on with something that exists. */
export function adoptRemedy({ account }: PlacedStack, { kind, name }: Planned): string {
  const adopt = "Set `adopt: true` for the account, or in `defaults` for all, to manage it from now on";
  if (kind === "registration")
    return `${adopt}; or remove \`registerDelegatedAdministrator\` to leave it as it is. docs/adoption.md has the rest.`;
  if (kind === "document") return `${adopt}; or give the runbook another name. docs/adoption.md has the rest.`;
  if (name !== standardExecutionRoleName(account)) return `${adopt}. docs/adoption.md has the rest.`;
  return `${adopt}; or \`executionRole: {existing: ${name}}\` to leave it as it is. docs/adoption.md has the rest.`;
}

/** A path is a part of the role's ARN, and IAM changes it for no role. */
export function pathProblem(stack: PlacedStack, planned: Planned, was: AsItIs, origin: string): readonly Problem[] {
  if (planned.kind !== "role" || was.kind !== "role" || planned.path === was.path) return [];
  return [
    {
      place: stack.name,
      message: `The role ${was.name} exists already with the path ${was.path}, and is to have ${planned.path}; ${origin}. IAM cannot change a path, so the role would have to be replaced.`,
      remedy:
        "Nothing that is adopted is replaced. Delete the role, or create one with the right path beside it under another name (docs/adoption.md), then plan again.",
    },
  ];
}

/** Terraform would take the boundary away, and what the role may do would grow. */
export function boundaryProblem(stack: PlacedStack, planned: Planned, was: AsItIs): readonly Problem[] {
  if (planned.kind !== "role" || was.kind !== "role" || was.permissionsBoundary === undefined) return [];
  if (planned.permissionsBoundary !== undefined) return [];
  return [
    {
      place: stack.name,
      message: `The role ${was.name} has the permissions boundary ${was.permissionsBoundary}, and the fleet file gives its roles none. Adopting it would take the boundary away.`,
      remedy: `Keep it: roles.permissionsBoundary for the account, which all of its roles then have. Or take it away first: aws iam delete-role-permissions-boundary --role-name ${was.name}`,
    },
  ];
}

export function replacedProblem(stack: PlacedStack, { address, change }: PlannedResource): Problem {
  const forcing = change.replace_paths.map((path) => path.join(".")).join(", ");
  return {
    place: `${stack.name}: ${address}`,
    message: `It exists already, and Terraform would replace it${forcing === "" ? "" : `, because ${forcing} cannot be changed`}.`,
    remedy: "Nothing that is adopted is replaced. Rename what exists, or delete it, then plan again: docs/adoption.md.",
  };
}

export function destroysAdopted(stack: PlacedStack, identity: Identity): Problem {
  return {
    place: stack.name,
    message: `${titleOf(identity)} was adopted, and this plan would destroy it.`,
    remedy: `Give it back first, as it was: ${FLEETBOOK} give-back ${stack.account.name}. Then plan again.`,
  };
}
