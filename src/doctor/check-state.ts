/** The state of each account's stacks: buckets, locks, and stacks that need something. */
import { FLEETBOOK } from "../diagnostics/called-as";
import type { Fleet } from "../fleet/model";
import { stateKey } from "../fleet/names";
import { releaseCommandLine } from "../rollout/locks/unlock";
import { outsiderProblem } from "../rollout/outsiders";
import type { StackState, StackStates, StackStatus } from "../rollout/stack-states";
import { resultOf, type Result, type Status } from "./result";

/** What to say of stacks with a status; nothing of those that are as they have to be. */
const ADVICE: Partial<
  Record<StackStatus, { readonly status: Status; readonly says: string; readonly remedy: string }>
> = {
  "no bucket": {
    ...{ status: "warning", says: "has no state bucket yet" },
    remedy: `Create it: ${FLEETBOOK} bootstrap`,
  },
  "never deployed": { ...{ status: "warning", says: "was never deployed" }, remedy: `Deploy it: ${FLEETBOOK} apply` },
  "old key": { ...{ status: "warning", says: "has an old key" }, remedy: `Move it: ${FLEETBOOK} bootstrap` },
  "to be emptied": {
    ...{ status: "warning", says: "has resources that the account no longer needs" },
    remedy: `Deploy it once more, which destroys them: ${FLEETBOOK} apply`,
  },
  "left behind": {
    ...{ status: "warning", says: "has resources and is no longer in fleet.yaml" },
    remedy: "Put its account or setting back and retire it: docs/leave.md.",
  },
  "trusts a deleted role": {
    ...{ status: "fault", says: "trusts an administration role that was deleted and created anew" },
    remedy: `Deploy administrator, and then the member stacks: ${FLEETBOOK} apply`,
  },
};

export function checkState(fleet: Fleet, { stacks, outsiders, problems }: StackStates): readonly Result[] {
  const deployed = stacks.filter(({ status }) => status === "deployed" || status === "empty").length;
  return [
    ...stacks.flatMap((state) => [...stackResults(state), ...lockResults(fleet, state)]),
    ...outsiders.map((outsider) => resultOf(outsiderProblem(outsider), "state", "warning")),
    ...problems.map((problem) => resultOf(problem, "state", "unchecked")),
    ...(deployed > 0
      ? [
          {
            area: "state",
            status: "ok",
            message: `${deployed} of ${stacks.length} stacks are deployed.`,
          } as const,
        ]
      : []),
  ];
}

function stackResults({ key, status, account: { name: account } }: StackState): readonly Result[] {
  const found = { area: "state", account } as const;
  if (key === stateKey("state") && status === "never deployed") return [{ ...found, ...UNMANAGED_BUCKET }];
  const advice = ADVICE[status];
  if (advice === undefined) return [];
  const { says, ...rest } = advice;
  // All stacks of an account are in the same bucket.
  const what = status === "no bucket" ? "The account" : `Its stack for ${key.replace(/\.tfstate$/, "")}`;
  return [{ ...found, message: `${what} ${says}.`, ...rest }];
}

/** Somebody has made the bucket by hand, or a bootstrap was killed. */
const UNMANAGED_BUCKET = {
  status: "warning",
  message: "The state bucket is there, and Terraform does not manage it.",
  remedy: `Import it, which also corrects its settings: ${FLEETBOOK} bootstrap`,
} as const satisfies Partial<Result>;

function lockResults(fleet: Fleet, state: StackState): readonly Result[] {
  const { stack, lock, account } = state;
  if (lock === undefined) return [];
  const operation = lock.operation.replace("OperationType", "").toLowerCase();
  return [
    {
      ...{ area: "state", status: "warning", account: account.name },
      message: `The stack ${stack} is locked by ${lock.who} since ${lock.created.toISOString()} (${operation}).`,
      remedy: `Wait for that run. If it is dead: ${releaseCommandLine(fleet, state, lock.id)}`,
    },
  ];
}
