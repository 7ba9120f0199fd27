/**
 * The unique ids of users in AWS's form: moto's have no prefix.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
const PREFIX = "AIDA";
const LENGTH = 21;

/** `AIDA…` for the id that moto gives a user. */
export function userIdOf(motoId: string | undefined): string {
  return `${PREFIX}${(motoId ?? "").toUpperCase()}`.slice(0, LENGTH);
}
