/** Checks of the principal that may assume the reader roles. */
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, stringAt } from "../draft";
import { partitionOf } from "../regions";
import { organizationAccounts, present } from "./parts";

export function readerPrincipalIsInTheOrganization(file: Draft): readonly ValueProblem[] {
  const principal = stringAt(child(file, "reader"), "principal");
  const arn = /^arn:([a-z-]+):iam::(\d{12}):/.exec(principal?.value ?? "");
  if (principal === undefined || arn === null) return [];
  const ids = present(organizationAccounts(file).map((account) => stringAt(account, "id")?.value));
  const home = stringAt(file, "homeRegion")?.value ?? "";
  const partition = partitionOf(home);
  if (partition !== undefined && arn[1] !== partition) {
    return [
      {
        path: principal.path,
        message: `reader.principal is in partition ${arn[1]}; the home Region ${home} is in partition ${partition}.`,
        remedy: `Begin the ARN with arn:${partition}:, or write \`user/<name>\` or \`role/<name>\`.`,
      },
    ];
  }
  if (ids.includes(arn[2] ?? "")) return [];
  return [
    {
      path: principal.path,
      message: `reader.principal is in account ${arn[2]}, which is not an account of this organization.`,
      remedy:
        "Name a user or role of the administrator account: the reader roles do not trust principals outside the organization.",
    },
  ];
}
