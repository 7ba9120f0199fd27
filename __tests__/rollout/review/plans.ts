/** Makes JSON plans as Terraform prints them, with only what a test is about. */
import type { ReviewedPlan } from "../../../src/rollout/review/review";

interface Planned {
  readonly type?: string;
  readonly name?: string;
  readonly actions?: readonly string[];
  readonly before?: object | null;
  readonly after?: object | null;
  readonly unknown?: object;
  readonly sensitive?: object;
  readonly replacePaths?: readonly (readonly (string | number)[])[];
  readonly reason?: string;
  readonly importing?: object;
}

export function planned(change: Planned): object {
  const { type = "aws_iam_role", name = "role", before = null, after = null } = change;
  const actions = change.actions ?? (before === null ? ["create"] : after === null ? ["delete"] : ["update"]);
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    change: {
      ...{ actions, before, after, after_unknown: change.unknown ?? {} },
      before_sensitive: change.sensitive ?? {},
      after_sensitive: change.sensitive ?? {},
      ...(change.importing !== undefined && { importing: change.importing }),
      ...(change.replacePaths !== undefined && { replace_paths: change.replacePaths }),
    },
    ...(change.reason !== undefined && { action_reason: change.reason }),
  };
}

interface Content {
  readonly drift?: readonly object[];
  readonly stack?: string;
  readonly account?: { readonly id: string; readonly name: string };
}

export const APP_DEV = { id: "222222222222", name: "app-dev" };

export function planOf(
  changes: readonly object[],
  { drift = [], stack, account = APP_DEV }: Content = {},
): ReviewedPlan {
  return {
    stack: stack ?? `member-${account.name}`,
    account,
    plan: { format_version: "1.2", terraform_version: "1.13.4", resource_changes: changes, resource_drift: drift },
  };
}

/** Accounts with ids of their own. */
export function accountsNamed(count: number): readonly { readonly id: string; readonly name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ id: String(100000000000 + index), name: `app-${index + 1}` }));
}
