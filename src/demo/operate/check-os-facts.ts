/** The expected results of a run of check-os on the deployed instances. */
import { allAccounts, type Account, type Fleet } from "../../fleet/model";
import type { RunView } from "../../operations/fold/run-view";
import { equals, type Fact } from "../checks/check";

const STEPS = ["CheckHostname", "CheckTimezone", "CheckLocale", "CheckUpdate", "CheckNTP"];

/**
 * Every running instance answers all five questions. On the stopped instance, the first step times out and no other step runs.
 * @param stopped id of the stopped instance, if one is
 */
export function runFacts(view: RunView, fleet: Fleet, stopped: string | undefined): readonly Fact[] {
  const targets = allAccounts(fleet).filter(({ isTarget, ec2Targets }) => isTarget && ec2Targets.length > 0);
  return [
    equals(
      fleet.administratorAccount,
      stopped === undefined
        ? "check-os succeeded in every account"
        : "check-os failed because of the stopped EC2 target",
      view.run.status,
      stopped === undefined ? "Success" : "Failed",
    ),
    equals(fleet.administratorAccount, "every result of check-os could be read", view.unread, []),
    ...targets.flatMap((account) => factsOf(account, view, stopped)),
  ];
}

function factsOf(account: Account, { instances, steps }: RunView, stopped: string | undefined): readonly Fact[] {
  const own = instances.filter(({ accountId }) => accountId === account.id);
  if (own.length === 0) {
    return [equals(account, "check-os ran on the EC2 target", "no instance", "its steps")];
  }
  return own.map(({ key, instance }) => {
    const found = steps.flatMap(({ step, answers }) =>
      answers
        .filter((answer) => answer.instance.key === key)
        .map(({ status, output }) => [step, status, (output?.bytes ?? 0) === 0 ? "no answer" : "an answer"]),
    );
    return instance === stopped
      ? equals(
          account,
          "check-os times out on the stopped EC2 target",
          found.map(([, status]) => status),
          ["TimedOut", "Pending", "Pending", "Pending", "Pending"],
        )
      : equals(
          account,
          "check-os got five answers from the EC2 target",
          found,
          STEPS.map((step) => [step, "Success", "an answer"]),
        );
  });
}
