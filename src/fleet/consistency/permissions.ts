/** Checks of permissions that are written by hand, and of the policies that roles are to have. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import { iamAction, iamActions } from "../../iam/actions/action-table";
import type { Draft, Located } from "../draft";
import { child, children, stringAt, stringsAt } from "../draft";
import { IAM_ACTION } from "../formats";
import { partitionOf } from "../regions";
import { organizationAccounts, present, runbookEntries } from "./parts";

/** The settings of a role or runbook, and the account that they are for; undefined for several accounts. */
interface Holder {
  readonly draft: Draft;
  readonly account: Draft | undefined;
}

function permissionsOfRunbooks(file: Draft): readonly Holder[] {
  const lists = [
    { draft: file, key: "centralRunbooks", account: undefined },
    { draft: child(file, "defaults"), key: "runbooks", account: undefined },
    ...organizationAccounts(file).map((account) => ({ draft: account, key: "runbooks", account })),
  ];
  return lists.flatMap(({ draft, key, account }) =>
    runbookEntries(draft, key).map((entry) => ({ draft: child(entry, "permissions"), account })),
  );
}

/** IAM accepts an action that does not exist, and it allows nothing. */
export function permittedActionsExist(file: Draft): readonly ValueProblem[] {
  return permissionsOfRunbooks(file)
    .flatMap(({ draft }) => children(draft, "statements"))
    .flatMap((statement) => stringsAt(statement, "actions"))
    .filter(({ value }) => IAM_ACTION.pattern.test(value) && iamAction(value) === undefined)
    .map(({ value, path }) => ({
      path,
      message: `${pathString(path)} is ${quoted(value)}, but AWS documents no such IAM action.`,
      remedy: didYouMean(value, iamActions(value.split(":")[0] ?? ""), "Correct the action."),
    }));
}

export function permittedResourcesAreNarrow(file: Draft): readonly ValueProblem[] {
  return permissionsOfRunbooks(file)
    .flatMap(({ draft }) => children(draft, "statements"))
    .flatMap((statement) => {
      const narrow = stringsAt(statement, "actions").filter(({ value }) => iamAction(value)?.hasResources === true);
      if (narrow.length === 0) return [];
      return stringsAt(statement, "resources")
        .filter(({ value }) => value === "*")
        .map(({ path }) => ({
          path,
          message: `${pathString(path)} is "*", but ${narrow.map(({ value }) => value).join(", ")} can be allowed on single resources.`,
          remedy:
            "Name the resources by their ARNs, which may have wildcards: arn:aws:ec2:*:{{ global:ACCOUNT_ID }}:instance/*. Put the actions that are allowed only on every resource into a statement of their own.",
        }));
    });
}

/** A role can have policies of its own account and of AWS. */
export function policiesCanBeAttached(file: Draft): readonly ValueProblem[] {
  const roles = [
    { draft: child(file, "defaults"), account: undefined },
    ...organizationAccounts(file).map((account) => ({ draft: account, account })),
  ].map(({ draft, account }) => ({ draft: child(draft, "roles"), account }));
  const boundaries = roles.flatMap(({ draft, account }) =>
    present([stringAt(draft, "permissionsBoundary"), stringAt(child(draft, "permissionsBoundary"), "policy")]).map(
      (policy) => ({ policy, account }),
    ),
  );
  const attached = permissionsOfRunbooks(file).flatMap(({ draft, account }) =>
    stringsAt(draft, "managedPolicies").map((policy) => ({ policy, account })),
  );
  return [...boundaries, ...attached].flatMap(({ policy, account }) => attachmentProblems(file, policy, account));
}

function attachmentProblems(
  file: Draft,
  { path, value }: Located<string>,
  account: Draft | undefined,
): readonly ValueProblem[] {
  const [, partition, owner] = /^arn:([a-z-]+):iam::(aws|\d{12}):/.exec(value) ?? [];
  if (partition === undefined || owner === undefined) return [];
  const own = partitionOf(stringAt(file, "homeRegion")?.value ?? "");
  if (own !== undefined && partition !== own) {
    return [
      {
        path,
        message: `${pathString(path)} is in partition ${partition}; the fleet is in partition ${own}.`,
        remedy: `Begin the ARN with arn:${own}:.`,
      },
    ];
  }
  if (owner === "aws" || owner === account?.value.id) return [];
  return [
    {
      path,
      message: `${pathString(path)} is a policy of account ${owner}; a role can have only policies of its own account and of AWS.`,
      remedy: `Write its name, ${quoted(value.slice(value.indexOf(":policy/") + ":policy/".length))}, which means the policy of that name in each account.`,
    },
  ];
}
