/** A change of who may do what: by a policy, a sharing, an attachment or a permissions boundary. */

/**
 * `trust`: who may assume a role; `resource`: who may use a resource; `sharing`: with whom it is shared; `permissions`: what the
 * holder of a policy may do; `boundary`: what limits a role.
 */
export type PolicyAspect = "trust" | "resource" | "sharing" | "permissions" | "boundary";

export interface PolicySentence {
  /** `unreadable`: the review cannot tell what changes. */
  readonly effect: "wider" | "narrower" | "same" | "unreadable";
  /** One sentence. What comes from the plan is between backticks. */
  readonly text: string;
  /** Whether the change brings a `*`, or everything but what it names. */
  readonly wildcard: boolean;
}

export interface PolicyChange {
  readonly aspect: PolicyAspect;
  /** The resource that has the policy. */
  readonly label: string;
  readonly type: string;
  /** Terraform's name of the attribute. */
  readonly attribute: string;
  /** What happens to the resource. */
  readonly resource: "created" | "changed" | "destroyed";
  readonly sentences: readonly PolicySentence[];
}

/** Whether the change allows more, or may do so. */
export function isWider({ sentences }: Pick<PolicyChange, "sentences">): boolean {
  return sentences.some(({ effect }) => effect === "wider" || effect === "unreadable");
}

/** Whether the change is about who may act, and not about what somebody may do. */
export function isAboutTrust({ aspect }: Pick<PolicyChange, "aspect">): boolean {
  return aspect === "trust" || aspect === "resource" || aspect === "sharing";
}

/** A sentence about a change that the review cannot read. */
export function unreadable(text: string): PolicySentence {
  return { effect: "unreadable", text, wildcard: false };
}
