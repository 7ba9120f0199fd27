/** Where something is: in which Region of which account of which partition. */
export interface Location {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** 12 digits, or `*`; empty for what belongs to no account. */
  readonly accountId: string;
  /** `*` for any. */
  readonly region: string;
}

/** A key for maps. An account is in one partition, so the key does not need it. */
export function locationKey({ accountId, region }: Location): string {
  return `${accountId}/${region}`;
}
