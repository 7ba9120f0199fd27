/** A fleet in which runs take no time: AWS's executions in every account, made by each start, with failures that a test plans. */
import type { AutomationExecution, StartAutomationExecutionRequest, StepExecution } from "@aws-sdk/client-ssm";
import type { Readers } from "../../../src/operations/collect/ports";
import { accountStep, execution, FakeAws, id, MANAGEMENT, withTargets } from "../collect/fake-aws";
import { FakeAutomation } from "./fake-automation";

interface OwnExecutions {
  readonly executions: AutomationExecution[];
  readonly steps: Record<string, StepExecution[]>;
}

export class FakeFleet extends FakeAutomation {
  readonly readers: Readers;
  readonly #accounts: Record<string, OwnExecutions> = {};
  readonly instancesOf: (accountId: string) => readonly string[];
  readonly #fails: (instance: string) => boolean;
  #ids = 1000;

  /** @param fails whether an execution on this instance fails now */
  constructor(instancesOf: (accountId: string) => readonly string[], fails: (instance: string) => boolean) {
    super();
    this.instancesOf = instancesOf;
    this.#fails = fails;
    this.readers = new FakeAws(this.#accounts);
  }

  override async start(input: StartAutomationExecutionRequest): Promise<string> {
    const known = this.started.length;
    const central = await super.start(input);
    if (this.started.length > known) this.#run(central, input);
    return central;
  }

  /** The instances on which something was executed, once for each execution, by account. */
  get executed(): Readonly<Record<string, readonly string[]>> {
    const entries = Object.entries(this.#accounts).map(([account, { executions }]) => [
      account,
      executions.flatMap(({ Target }) => Target ?? []).sort(),
    ]);
    return Object.fromEntries(entries.filter(([account]) => account !== MANAGEMENT)) as Record<string, string[]>;
  }

  #run(central: string, { TargetLocations = [], Targets = [], TargetParameterName }: StartAutomationExecutionRequest) {
    const steps = TargetLocations.flatMap((location) =>
      (location.Accounts ?? []).map((account) => {
        const named = location.Targets?.find(({ Key }) => Key === "ParameterValues")?.Values;
        return this.#runIn(account, central, named ?? this.instancesOf(account));
      }),
    );
    const failed = steps.some(({ StepStatus }) => StepStatus !== "Success");
    const own = this.#in(MANAGEMENT);
    own.executions.push(
      execution(0, {
        ...{ AutomationExecutionId: central, AutomationExecutionStatus: failed ? "Failed" : "Success" },
        ...{ TargetLocations, Targets, TargetParameterName },
      }),
    );
    own.steps[central] = steps;
  }

  #runIn(account: string, central: string, instances: readonly string[]): StepExecution {
    const child = (this.#ids += 1);
    const { executions } = this.#in(account);
    const failing = instances.filter(this.#fails);
    const status = failing.length > 0 ? "Failed" : "Success";
    executions.push(
      withTargets(child, {
        ...{ ParentAutomationExecutionId: central, AutomationExecutionStatus: status },
        ResolvedTargets: { ParameterValues: [...instances], Truncated: false },
      }),
      ...instances.map((instance) =>
        execution((this.#ids += 1), {
          ...{ ParentAutomationExecutionId: id(child), Target: instance },
          AutomationExecutionStatus: failing.includes(instance) ? "Failed" : "Success",
        }),
      ),
    );
    return accountStep(account, id(child), { StepStatus: status });
  }

  #in(account: string): OwnExecutions {
    return (this.#accounts[account] ??= { executions: [], steps: {} });
  }
}
