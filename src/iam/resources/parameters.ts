/** ARNs of parameters of Parameter Store. */
import { arn } from "../arn";
import type { Location } from "../location";

/**
 * The ARN of a parameter by its name, also with a version or label behind it (`/app/key:3`). There is one slash, whether
 * the name begins with one or not. Public parameters belong to no account.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 */
export function parameterArn(location: Location, name: string): string {
  if (name.startsWith("arn:")) return name;
  const plain = name.replace(/:[^/:]*$/, "").replace(/^\//, "");
  const isPublic = plain.startsWith("aws/service/");
  return arn(isPublic ? { ...location, accountId: "" } : location, "ssm", `parameter/${plain}`);
}
