/**
 * A rate-controlled execution: one child execution for each target, within MaxConcurrency and MaxErrors.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-scale.html
 */
import { ChildStep } from "./child-step";
import type { Execution, RunFacts } from "../execution";
import { runWithLimits, TARGETS_DEFAULTS, type LimitedRun } from "./limits";
import { ParentRun } from "./parent-run";
import type { Clock, Targets } from "../ports";
import type { ApiParameters, StartRequest, TargetMap } from "../records";

/** A target: the values of its child's parameters. */
interface TargetOfChild {
  readonly name: string;
  readonly parameters: ApiParameters;
}

interface TargetsRunOptions {
  readonly execution: Execution;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly targets: Targets;
  readonly targetType: string | undefined;
  /** Starts the child of a target. */
  readonly startChild: (target: string, parameters: ApiParameters) => Promise<Execution>;
}

export class TargetsRun extends ParentRun {
  readonly #options: TargetsRunOptions;

  constructor(options: TargetsRunOptions) {
    super(options.execution, options.clock);
    this.#options = options;
  }

  protected async runChildren(): Promise<readonly LimitedRun[]> {
    const { startChild, newId, execution } = this.#options;
    const { request } = execution.facts;
    const targets = await this.#targets(request);
    const children = targets.map(({ name, parameters }) => new ChildStep(newId(), name, plainInputs(parameters)));
    this.children = children;
    // Without any targets the execution succeeds. AWS does not document this case.
    const run = await runWithLimits(
      targets,
      {
        maxConcurrency: request.MaxConcurrency ?? TARGETS_DEFAULTS.maxConcurrency,
        maxErrors: request.MaxErrors ?? TARGETS_DEFAULTS.maxErrors,
        ramp: true,
      },
      ({ name, parameters }, index) =>
        this.runChild(children[index] as ChildStep, () =>
          startChild(name, childParameters(request.Parameters ?? {}, parameters, name)),
        ),
      this.stopSignal,
    );
    return [run];
  }

  async #targets({
    Targets: given,
    TargetMaps: maps,
    TargetParameterName,
  }: StartRequest): Promise<readonly TargetOfChild[]> {
    if (maps !== undefined && maps.length > 0) return maps.map(targetOfMap);
    const parameter = TargetParameterName ?? "";
    const values = new Set<string>();
    const others = (given ?? []).filter(({ Key }) => Key !== "ParameterValues");
    for (const { Key, Values } of given ?? [])
      if (Key === "ParameterValues") Values.forEach((value) => values.add(value));
    if (others.length > 0) {
      const { targets, targetType } = this.#options;
      for (const value of await targets.resolve(others, targetType, this.stopSignal)) values.add(value);
    }
    return [...values].map((value) => ({ name: value, parameters: { [parameter]: [value] } }));
  }

  override facts(): RunFacts {
    return { ...super.facts(), resolvedTargets: this.children.map(({ name }) => name) };
  }
}

/** A map of one value is named by it, any other by its JSON. */
function targetOfMap(map: TargetMap): TargetOfChild {
  const values = Object.values(map);
  const [only] = values;
  const name = values.length === 1 && only?.length === 1 ? String(only[0]) : JSON.stringify(map);
  return { name, parameters: map };
}

function plainInputs(parameters: ApiParameters): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, values.join(", ")]));
}

const RESOURCE_ID = /\{\{\s*RESOURCE_ID\s*\}\}/g;

/** The common parameters with those of the target; `{{RESOURCE_ID}}` in the common ones is replaced by the target. */
function childParameters(common: ApiParameters, own: ApiParameters, target: string): ApiParameters {
  const filled = Object.entries(common).map(([name, values]) => [
    name,
    values.map((value) => (value.includes("RESOURCE_ID") ? value.replace(RESOURCE_ID, () => target) : value)),
  ]);
  return { ...Object.fromEntries(filled), ...own } as ApiParameters;
}
