/** Changes the parameters of a request in a query protocol. The input changes with them. */
import { nested } from "./form";
import type { CallerRequest } from "./message";

export function formOf({ body }: CallerRequest): URLSearchParams {
  return new URLSearchParams(body.toString());
}

/** @param parameters with `Action`, which may be another operation of the same service, and `Version` */
export function withForm(request: CallerRequest, parameters: URLSearchParams): CallerRequest {
  return {
    ...request,
    operation: parameters.get("Action") ?? request.operation,
    input: nested(parameters),
    body: Buffer.from(parameters.toString()),
  };
}
