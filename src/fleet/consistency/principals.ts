/** Checks of the principals that may assume the reader roles and the approver roles. */
import { pathString } from "../../diagnostics/path";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft, Located } from "../draft";
import { child, stringAt, stringsAt } from "../draft";
import { partitionOf } from "../regions";
import { duplicates, organizationAccounts, present } from "./parts";

const TRUSTED = ["reader", "approver"] as const;

export function principalsAreInTheOrganization(file: Draft): readonly ValueProblem[] {
  return TRUSTED.flatMap((key) => [
    ...duplicates(stringsAt(child(file, key), "principal"), "each principal once", "Remove it."),
    ...principalsOf(file, key).flatMap((principal) => arnProblems(file, principal)),
  ]);
}

/** Every principal that the fleet file lets assume a role. */
export function trustedPrincipals(file: Draft): readonly Located<string>[] {
  return TRUSTED.flatMap((key) => principalsOf(file, key));
}

function principalsOf(file: Draft, key: (typeof TRUSTED)[number]): readonly Located<string>[] {
  const settings = child(file, key);
  return present([stringAt(settings, "principal"), ...stringsAt(settings, "principal")]);
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
        "Name a user or role of the administrator account: these roles do not trust principals outside the organization.",
    },
  ];
}
