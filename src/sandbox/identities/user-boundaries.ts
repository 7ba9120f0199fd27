/** The permissions boundaries of users, by the user's unique id: a user of the same name that is created later has none. */
export class UserBoundaries {
  readonly #arns = new Map<string, string>();

  /** The ARN of the managed policy that is the user's boundary. */
  of(userId: string): string | undefined {
    return this.#arns.get(userId);
  }

  /** @param arn undefined: the user has no boundary any more */
  set(userId: string, arn: string | undefined): void {
    if (arn === undefined) this.#arns.delete(userId);
    else this.#arns.set(userId, arn);
  }
}
