/** The facts from which a step's permissions are derived: its inputs, and the context in which the runbook runs. */
import type { Location } from "../../iam/location";
import type { ApiCall, TargetTag } from "../../iam/resources/api-call";
import { isList, isObject } from "../json";
import { interpolate } from "../references";

/** The known facts about where and how a runbook runs. The Region is `*` if the runbook runs in several Regions. */
export interface PermissionContext extends Location {
  /** Known values of parameters. An unknown value becomes `*` in ARNs. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The tag by which targets are selected. If it is known, permissions on instances have it as a condition. */
  readonly targetTag: TargetTag | undefined;
}

/** The facts from which an action's permissions are derived. */
export interface StepFacts {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly context: PermissionContext;
}

/** The input as a string, with known parameters resolved and `*` for everything that is decided at run time. */
export function text(step: StepFacts, value: unknown): string {
  if (typeof value !== "string") return "*";
  return interpolate(value, (name) => step.context.parameters[name] ?? systemValue(step.context, name) ?? "*");
}

function systemValue(context: PermissionContext, name: string): string | undefined {
  if (name === "global:REGION") return context.region;
  if (name === "global:ACCOUNT_ID") return context.accountId;
  return name === "global:AWS_PARTITION" ? context.partition : undefined;
}

/** The call of a step whose inputs are the parameters of an API. */
export function callOf(step: StepFacts, operation?: string): ApiCall {
  const { context, inputs } = step;
  const parameters = Object.entries(inputs).map(([name, value]) => [name, resolved(step, value)]);
  return {
    operation,
    parameters: Object.fromEntries(parameters) as Readonly<Record<string, unknown>>,
    location: context,
  };
}

/** The value with each string resolved by `text`. */
function resolved(step: StepFacts, value: unknown): unknown {
  if (typeof value === "string") return text(step, value);
  if (isList(value)) return value.map((item) => resolved(step, item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolved(step, item)]));
}
