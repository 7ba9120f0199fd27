/** ARNs of resources. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
import type { Location } from "./location";

/** @param resource as the service writes it: `instance/i-0abc`, `function:name` */
export function arn({ partition, region, accountId }: Location, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** The value if it is an ARN already, else what makes one of a name. */
export function arnOr(value: string, make: (name: string) => string): string {
  return value.startsWith("arn:") ? value : make(value);
}

/** ARN of a role, user or other resource of IAM, which has no Region. @param resource `role/name` */
export function iamArn({ partition, accountId }: Omit<Location, "region">, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}
