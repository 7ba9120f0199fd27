/** The expected results of a run of check-os on the deployed instances. */
import { allAccounts, type Account, type Fleet } from "../fleet/model";
import type { RunResult } from "./check-os";
import { equals, type Fact } from "./checks/check";

const STEPS = ["CheckHostname", "CheckTimezone", "CheckLocale", "CheckUpdate", "CheckNTP"];

/**
 * Every running instance answers all five questions. On the stopped instance, the first step times out and no other step runs.
 */
export function runFacts(run: RunResult, fleet: Fleet, stopped: string | undefined): readonly Fact[] {
  const targets = allAccounts(fleet).filter(({ isTarget, ec2Targets }) => isTarget && ec2Targets.length > 0);
  return [
    equals(fleet.administratorAccount, "check-os ended in every account", run.status, "Success"),
    ...targets.flatMap((account) => factsOf(account, run, stopped)),
  ];
}

function factsOf(account: Account, { steps }: RunResult, stopped: string | undefined): readonly Fact[] {
  const own = steps.filter((step) => step.account === account.name);
  const instances = [...new Set(own.map(({ instance }) => instance))];
  if (instances.length === 0) {
    return [equals(account, "check-os ran on the EC2 target", "no instance", "its steps")];
  }
  return instances.map((instance) => {
    const ofInstance = own.filter((step) => step.instance === instance);
    const found = ofInstance.map(({ step, status, text }) => [step, status, text === "" ? "no answer" : "an answer"]);
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
