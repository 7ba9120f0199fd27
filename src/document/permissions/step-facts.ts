/** What the permissions of a step are derived from: its inputs, and what is known about where the runbook runs. */
import type { ApiCall, TargetTag } from "../../iam/resources/api-call";
import { isList, isObject } from "../json";
import { interpolate } from "../references";

/** What is known about where and how a runbook runs. */
export interface PermissionContext {
  /** @default "aws" */
  readonly partition: string;
  /** `*` where the runbook runs in several. */
  readonly region: string;
  /** 12 digits, or `*`. */
  readonly accountId: string;
  /** Values of parameters that are known beforehand; those that are not stand as `*` in ARNs. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The tag by which the runbook's instances are found: where it is known, they are scoped by it. */
  readonly targetTag: TargetTag | undefined;
}

/** What an action's permissions are derived from. */
export interface StepFacts {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly context: PermissionContext;
}

/** The input's text with known parameters filled in and `*` for everything that is decided at run time. */
export function text(step: StepFacts, value: unknown): string {
  if (typeof value !== "string") return "*";
  return interpolate(value, (name) => step.context.parameters[name] ?? systemValue(step.context, name) ?? "*");
}

function systemValue(context: PermissionContext, name: string): string | undefined {
  if (name === "global:REGION") return context.region;
  if (name === "global:ACCOUNT_ID") return context.accountId;
  return name === "global:AWS_PARTITION" ? context.partition : undefined;
}

/** The call that a step makes whose inputs are the parameters of an API. */
export function callOf(step: StepFacts, operation?: string): ApiCall {
  const { context, inputs } = step;
  const parameters = Object.entries(inputs).map(([name, value]) => [name, resolved(step, value)]);
  return {
    operation,
    parameters: Object.fromEntries(parameters) as Readonly<Record<string, unknown>>,
    location: context,
  };
}

/** The value with each text as `text` gives it. */
function resolved(step: StepFacts, value: unknown): unknown {
  if (typeof value === "string") return text(step, value);
  if (isList(value)) return value.map((item) => resolved(step, item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolved(step, item)]));
}
