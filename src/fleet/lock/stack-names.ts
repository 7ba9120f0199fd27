/**
 * The short name that an account gets at its first sync, and keeps: it is part of stack names. It is made from the account's name
 * on AWS: "Prod / EU (legacy)" → `prod-eu-legacy`.
 */

/** Characters, as the fleet file's schema allows for the name of an account. */
const LONGEST = 40;

/** Of an account whose name on AWS has no letter that a stack name may have. */
const WITHOUT_NAME = "account";

/**
 * @param taken the names of other accounts
 * @returns a legal name that is not taken: with the end of the id, if the plain one is
 */
export function newStackName(name: string, accountId: string, taken: ReadonlySet<string>): string {
  const plain = legal(name);
  const candidates = [
    ...(plain === "" ? [] : [plain]),
    // The id tells two accounts of one name apart whatever else is in the organization, so that two branches name them alike.
    ...[4, 8, accountId.length].map((digits) => withEnd(plain || WITHOUT_NAME, accountId.slice(-digits))),
  ];
  const free = candidates.find((candidate) => !taken.has(candidate));
  if (free === undefined) throw new Error(`no stack name is free for account ${accountId}`);
  return free;
}

function withEnd(name: string, end: string): string {
  return `${cut(name, LONGEST - end.length - 1)}-${end}`;
}

function legal(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+/, "");
  return cut(words, LONGEST);
}

function cut(name: string, length: number): string {
  return name.slice(0, length).replace(/-+$/, "");
}
