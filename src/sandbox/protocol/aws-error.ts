/** The errors that the sandbox answers in AWS's stead: thrown anywhere behind the gateway, put into the caller's protocol by it. */

/** An error as an AWS service reports it. */
export class AwsError extends Error {
  override readonly name = "AwsError";

  /**
   * @param code AWS's code, such as `AccessDenied`.
   * @param status HTTP status; never 500, 502, 503 or 504, which SDKs and Terraform retry for minutes.
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** What a service answers to an operation that nobody implements here. 501, because that is not retried. */
export function notImplemented(service: string, operation: string): AwsError {
  return new AwsError("NotImplemented", `Fleetbook's sandbox does not implement ${service}:${operation}.`, 501);
}
