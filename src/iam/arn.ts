/** ARNs of resources. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */

/** Where a resource is. */
export interface Location {
  readonly partition: string;
  /** 12 digits, or `*`; empty for what belongs to no account. */
  readonly accountId: string;
  /** `*` for any. */
  readonly region: string;
}

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
