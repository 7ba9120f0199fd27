/** Resource-based policies as services store them: moto accepts any text. */
import { MalformedPolicyDocument, parseResourcePolicy, type TrustPolicy } from "../../iam/decision/policy";

/** Undefined for an invalid policy, which allows nothing. */
export function readResourcePolicy(json: string): TrustPolicy | undefined {
  try {
    return parseResourcePolicy(json);
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) return undefined;
    throw error;
  }
}
