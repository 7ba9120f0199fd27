/** The errors that the sandbox answers in place of AWS. The gateway puts them into the caller's protocol. */

/** An error as an AWS service reports it. */
export class AwsError extends Error {
  override readonly name = "AwsError";

  /**
   * @param code AWS's code, such as `AccessDenied`.
   * @param status HTTP status. Never 500, 502, 503 or 504, which SDKs and Terraform retry for minutes.
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** The answer to an operation that the sandbox does not implement. SDKs do not retry 501. */
export function notImplemented(service: string, operation: string): AwsError {
  return new AwsError("NotImplemented", `Fleetbook's sandbox does not implement ${service}:${operation}.`, 501);
}
