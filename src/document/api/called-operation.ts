/** The operation of an AWS service that a step calls, as boto3 knows it. */
import { serviceNamed, type Operation, type Service } from "../../botocore/services";
import { hasReference } from "../references";

type Inputs = Readonly<Record<string, unknown>>;

/** Undefined if the operation is not known, or is known only at run time. */
export function calledOperation(
  inputs: Inputs,
): { readonly service: Service; readonly operation: Operation } | undefined {
  const service = calledService(inputs);
  const api = literal(inputs["Api"]);
  const operation = api === undefined ? undefined : service?.operation(api);
  return service === undefined || operation === undefined ? undefined : { service, operation };
}

/** Undefined if boto3 has no such service, or if it is known only at run time. */
export function calledService(inputs: Inputs): Service | undefined {
  const name = literal(inputs["Service"]);
  return name === undefined ? undefined : serviceNamed(name);
}

/** A string without references. */
export function literal(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && !hasReference(value) ? value : undefined;
}
