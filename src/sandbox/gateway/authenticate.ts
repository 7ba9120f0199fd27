/** Finds the caller of a request. An unknown caller is refused as the service would refuse it. */
import { AwsError } from "../protocol/aws-error";
import type { Protocol } from "../protocol/protocol";
import type { Principal, PrincipalTable } from "../identities/principals";
import type { Signature } from "./signature";
import { QUIET_SANDBOX } from "../../diagnostics/called-as";

/** @throws AwsError with the error code and message of the request's protocol. */
export function authenticate(
  protocol: Protocol,
  signature: Signature | undefined,
  principals: PrincipalTable,
): Principal {
  if (signature === undefined) throw unsigned(protocol);
  const principal = principals.authenticate(signature.accessKeyId, signature.sessionToken);
  if (principal === undefined) throw unknownKey(protocol);
  return principal;
}

function unsigned(protocol: Protocol): AwsError {
  return protocol === "s3"
    ? new AwsError("AccessDenied", "The request is not signed, and the sandbox has no anonymous access.", 403)
    : new AwsError(
        protocol.startsWith("json") ? "MissingAuthenticationTokenException" : "MissingAuthenticationToken",
        "Request is missing Authentication Token",
        403,
      );
}

function unknownKey(protocol: Protocol): AwsError {
  const hint = `It is not an access key of this sandbox: get new credentials with \`${QUIET_SANDBOX} env\`.`;
  switch (protocol) {
    case "s3":
      return new AwsError(
        "InvalidAccessKeyId",
        `The AWS Access Key Id you provided does not exist in our records. ${hint}`,
        403,
      );
    case "ec2":
      return new AwsError("AuthFailure", `AWS was not able to validate the provided access credentials. ${hint}`, 401);
    case "query":
    case "rest-xml":
      return new AwsError(
        "InvalidClientTokenId",
        `The security token included in the request is invalid. ${hint}`,
        403,
      );
    case "json-1.0":
    case "json-1.1":
    case "rest-json":
      return new AwsError(
        "UnrecognizedClientException",
        `The security token included in the request is invalid. ${hint}`,
        protocol === "rest-json" ? 403 : 400,
      );
  }
}
