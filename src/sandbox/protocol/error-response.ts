/** Puts an error into the protocol of the request that it answers. */
import type { AwsError } from "./aws-error";
import type { AwsResponse } from "./message";
import type { Protocol } from "./protocol";
import { requestId, xmlEscape, xmlResponse } from "./xml";

/** @param method a HEAD request gets only status and headers, as from AWS. */
export function errorResponse(protocol: Protocol, error: AwsError, method = "POST"): AwsResponse {
  const response = inProtocol(protocol, error);
  return method === "HEAD" ? { ...response, body: Buffer.alloc(0) } : response;
}

function inProtocol(protocol: Protocol, error: AwsError): AwsResponse {
  const code = xmlEscape(error.code);
  const message = xmlEscape(error.message);
  const fault = error.status < 500 ? "Sender" : "Receiver";
  const id = requestId();
  switch (protocol) {
    case "json-1.0":
    case "json-1.1":
    case "rest-json":
      return {
        status: error.status,
        headers: {
          "content-type": protocol === "rest-json" ? "application/json" : `application/x-amz-${protocol}`,
          "x-amzn-errortype": error.code,
          "x-amzn-requestid": id,
        },
        // Services differ in the spelling of `message`. SDKs read either, but Go's needs the capital one for some.
        body: Buffer.from(JSON.stringify({ __type: error.code, message: error.message, Message: error.message })),
      };
    case "ec2":
      return xmlResponse(
        error.status,
        `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${id}</RequestID></Response>`,
      );
    case "s3":
      return xmlResponse(
        error.status,
        `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${id}</RequestId><HostId>fleetbook</HostId></Error>`,
        { "x-amz-request-id": id },
      );
    case "query":
    case "rest-xml":
      return xmlResponse(
        error.status,
        `<ErrorResponse><Error><Type>${fault}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${id}</RequestId></ErrorResponse>`,
      );
  }
}
