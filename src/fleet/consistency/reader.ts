/** Checks of the principals that may assume the reader roles. */
import { pathString } from "../../diagnostics/path";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft, Located } from "../draft";
import { child, stringAt, stringsAt } from "../draft";
import { partitionOf } from "../regions";
import { duplicates, organizationAccounts, present } from "./parts";

export function readerPrincipalsAreInTheOrganization(file: Draft): readonly ValueProblem[] {
  const reader = child(file, "reader");
  const listed = stringsAt(reader, "principal");
  const principals = present([stringAt(reader, "principal"), ...listed]);
  return [
    ...duplicates(listed, "each principal once", "Remove it."),
    ...principals.flatMap((principal) => arnProblems(file, principal)),
  ];
}

function arnProblems(file: Draft, { path, value }: Located<string>): readonly ValueProblem[] {
  const arn = /^arn:([a-z-]+):iam::(\d{12}):/.exec(value);
  if (arn === null) return [];
  const ids = present(organizationAccounts(file).map((account) => stringAt(account, "id")?.value));
  const home = stringAt(file, "homeRegion")?.value ?? "";
  const partition = partitionOf(home);
  if (partition !== undefined && arn[1] !== partition) {
    return [
      {
        path,
        message: `${pathString(path)} is in partition ${arn[1]}; the home Region ${home} is in partition ${partition}.`,
        remedy: `Begin the ARN with arn:${partition}:, or write \`user/<name>\` or \`role/<name>\`.`,
      },
    ];
  }
  if (ids.includes(arn[2] ?? "")) return [];
  return [
    {
      path,
      message: `${pathString(path)} is in account ${arn[2]}, which is not an account of this organization.`,
      remedy:
        "Name a user or role of the administrator account: the reader roles do not trust principals outside the organization.",
    },
  ];
}
