/**
 * The usage of a key that is created without one. AWS makes a key that encrypts and decrypts; moto makes one of no usage.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
 */
import type { ServiceLayer } from "../../protocol/message";
import { withInput } from "../../protocol/with-input";

export function defaultKeyUsage(): ServiceLayer {
  return (request, next) =>
    request.operation === "CreateKey" && request.input["KeyUsage"] === undefined
      ? next(withInput(request, { ...request.input, KeyUsage: "ENCRYPT_DECRYPT" }))
      : next(request);
}
