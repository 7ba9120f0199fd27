/** What a new project's fleet file needs to know: the example, or the ids of an organization. */
import type { Problem } from "../diagnostics/errors";
import type { Format } from "../diagnostics/schema-problems";
import { ACCOUNT_ID, ACCOUNT_NAME, ORGANIZATION_ID, PRINCIPAL, ROOT_ID } from "../fleet/formats";
import { ALL_REGIONS } from "../fleet/regions";

/** The values as they were given. */
export interface OwnIds {
  readonly organization: string;
  readonly root: string;
  readonly management: string;
  readonly region: string;
  readonly reader: string;
  /** `name=id` each. */
  readonly accounts: readonly string[];
}

export type FleetChoice = "example" | OwnIds;

interface Question {
  readonly option: string;
  /** What is asked on a terminal. */
  readonly asks: string;
  readonly format: Format;
}

const REGION: Format = {
  pattern: new RegExp(`^(${ALL_REGIONS.join("|")})$`),
  expected: "the name of an AWS Region",
  remedy: "`aws ec2 describe-regions --query Regions[].RegionName` prints those of an account.",
};

export const QUESTIONS: Readonly<Record<Exclude<keyof OwnIds, "accounts">, Question>> = {
  organization: { option: "--organization", asks: "Id of the organization (o-…)", format: ORGANIZATION_ID },
  root: { option: "--root", asks: "Id of its root (r-…)", format: ROOT_ID },
  management: { option: "--management", asks: "Id of the management account (12 digits)", format: ACCOUNT_ID },
  region: { option: "--region", asks: "Home Region (eu-central-1)", format: REGION },
  reader: { option: "--reader", asks: "Who collects results (role/NAME or user/NAME)", format: PRINCIPAL },
};

/** Why the values cannot be in a fleet file. */
export function problemsOf(ids: OwnIds): readonly Problem[] {
  const single = Object.entries(QUESTIONS).flatMap(([name, { option, format }]) =>
    mismatch(option, ids[name as keyof typeof QUESTIONS], format),
  );
  const accounts = ids.accounts.flatMap((account) => {
    const { name, id } = accountIn(account);
    return [...mismatch("--account", name, ACCOUNT_NAME), ...mismatch("--account", id, ACCOUNT_ID)];
  });
  return [...single, ...accounts];
}

/** `app-dev=222222222222` */
export function accountIn(text: string): { readonly name: string; readonly id: string } {
  const [name = "", id = ""] = text.split("=", 2);
  return { name, id };
}

function mismatch(place: string, value: string, { pattern, expected, remedy }: Format): readonly Problem[] {
  if (pattern.test(value)) return [];
  return [{ place, message: `Expected ${expected}, found "${value}".`, remedy }];
}
