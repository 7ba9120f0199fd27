/** A resource of a Terraform stack. */
export interface StackResource {
  /** `aws_iam_role` */
  readonly type: string;
  /** Whether Terraform only reads it. */
  readonly isData: boolean;
  /** What the configuration or the state says of it. References to other resources are resolved as far as possible. */
  readonly attributes: Readonly<Record<string, unknown>>;
}
