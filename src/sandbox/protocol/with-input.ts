/** Changes what a request asks for. Body and input stay in step, so that moto reads what the layers behind read. */
import { flattened } from "./form";
import type { Input } from "./input";
import type { CallerRequest } from "./message";

/** EC2 has one version of its API. */
const EC2_VERSION = "2016-11-15";

/**
 * The request with another input.
 * @param operation another operation of the same service that is asked instead
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
      throw new Error(`A request in the protocol ${request.protocol} goes on as it came.`);
  }
}
