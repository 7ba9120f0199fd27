/** IAM's and STS's refusal of a policy document that is not valid. */
import { MalformedPolicyDocument } from "../../iam/decision/policy";
import { AwsError } from "./aws-error";

/** What the function reads. @throws AwsError MalformedPolicyDocument */
export function orMalformed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof MalformedPolicyDocument ? malformedPolicy(error.message) : error;
  }
}

export function malformedPolicy(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}
