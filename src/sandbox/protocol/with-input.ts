/** Changes the input of a request. The body changes with it, so that moto reads what the sandbox's layers read. */
import { flattened } from "./form";
import type { Input } from "./input";
import type { CallerRequest } from "./message";

/** EC2's only API version. */
const EC2_VERSION = "2016-11-15";

/**
 * The request with another input.
 * @param operation another operation of the same service to call instead
 */
export function withInput(request: CallerRequest, input: Input, operation = request.operation): CallerRequest {
  switch (request.protocol) {
    case "json-1.0":
    case "json-1.1": {
      const target = String(request.headers["x-amz-target"]).replace(/[^.]*$/, operation);
      const headers = { ...request.headers, "x-amz-target": target };
      return { ...request, operation, headers, input, body: Buffer.from(JSON.stringify(input)) };
    }
    case "ec2": {
      const parameters = new URLSearchParams({ Action: operation, Version: EC2_VERSION });
      for (const [name, value] of flattened(input)) parameters.append(name, value);
      return { ...request, operation, input, body: Buffer.from(parameters.toString()) };
    }
    case "query":
    case "s3":
    case "rest-json":
    case "rest-xml":
      throw new Error(`The input of a request in the protocol ${request.protocol} cannot be changed.`);
  }
}
