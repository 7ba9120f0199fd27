/** Checks of AMI sharing. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString, type Path } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft, Located } from "../draft";
import { child, children, stringAt, stringsAt } from "../draft";
import { ACCOUNT_ID } from "../formats";
import { partitionOf } from "../regions";
import { WHOLE_ORGANIZATION } from "../schema/ami-sharing";
import { duplicates, everyAccount, organizationAccounts, present, units, unknownUnits } from "./parts";

const ACCOUNT_ID_DIGITS = 12;
/** Characters of a parameter's value. */
const PARAMETER_LENGTH = 512;

export function amiSharingProblems(file: Draft): readonly ValueProblem[] {
  return [
    ...knownAccounts(file),
    ...unknownUnits(file, sharings(file).flatMap(namedUnits)),
    ...namedOnce(file),
    ...fitsInAParameter(file),
  ];
}

/** The lists of recipients of every account that shares images. */
function sharings(file: Draft): readonly Draft[] {
  return organizationAccounts(file).map((account) => child(account, "amiSharing"));
}

function namedUnits(sharing: Draft): readonly Located<string>[] {
  return present(children(sharing, "shareWith").map((recipient) => stringAt(recipient, "organizationalUnit")));
}

function namedOnce(file: Draft): readonly ValueProblem[] {
  return sharings(file).flatMap((sharing) =>
    [stringsAt(sharing, "shareWith"), namedUnits(sharing)].flatMap((list) =>
      duplicates(list, "each recipient once", "Remove it."),
    ),
  );
}

/**
 * The runbook gets the accounts in one parameter and the units in another, and a value has at most 512 characters:
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
function fitsInAParameter(file: Draft): readonly ValueProblem[] {
  const organizationId = stringAt(child(file, "organization"), "id")?.value ?? "";
  const idOf = new Map(
    units(child(file, "organization")).map(({ draft, names }) => [names, stringAt(draft, "id")?.value ?? ""]),
  );
  const partition = partitionOf(stringAt(file, "homeRegion")?.value ?? "") ?? "aws";
  const unitLength = (names: string) =>
    `arn:${partition}:organizations::${"0".repeat(ACCOUNT_ID_DIGITS)}:ou/${organizationId}/${idOf.get(names)}`.length;
  return sharings(file).flatMap((sharing) => {
    const path = [...sharing.path, "shareWith"];
    const accounts = stringsAt(sharing, "shareWith").filter(({ value }) => value !== WHOLE_ORGANIZATION);
    const ofAccounts = listLength(accounts.map(() => ACCOUNT_ID_DIGITS));
    const ofUnits = listLength(namedUnits(sharing).map(({ value }) => unitLength(value)));
    return [
      { what: `${accounts.length} accounts`, length: ofAccounts },
      { what: `${namedUnits(sharing).length} organizational units`, length: ofUnits },
    ]
      .filter(({ length }) => length > PARAMETER_LENGTH)
      .map(({ what, length }) => ({
        path,
        message: `${pathString(path)} names ${what}, which are ${length} characters in the runbook's parameter; AWS allows ${PARAMETER_LENGTH}.`,
        remedy: "Name an organizational unit that they are in, or `organization`.",
      }));
  });
}

/** Of values with commas between them. */
function listLength(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length + 1, -1);
}

function knownAccounts(file: Draft): readonly ValueProblem[] {
  const known = new Map(everyAccount(file).map((account) => [account.value.name, account.value.id]));
  const names = present(everyAccount(file).map((account) => stringAt(account, "name")?.value));
  return organizationAccounts(file).flatMap((account) =>
    stringsAt(child(account, "amiSharing"), "shareWith").flatMap(({ value, path }) => {
      if (value === WHOLE_ORGANIZATION) return names.includes(value) ? [ambiguous(path)] : [];
      const id = ACCOUNT_ID.pattern.test(value) ? value : known.get(value);
      if (id === undefined) {
        const message = `${pathString(path)} is ${quoted(value)}; expected the name of an account in this file, an account id of 12 digits, \`organization\` or {organizationalUnit: <path>}.`;
        return [{ path, message, remedy: didYouMean(value, names) }];
      }
      if (id !== account.value.id) return [];
      return [
        {
          path,
          message: `${pathString(path)} is the account itself.`,
          remedy: "Remove it: an account may launch its own images.",
        },
      ];
    }),
  );
}

function ambiguous(path: Path): ValueProblem {
  return {
    path,
    message: `${pathString(path)} is \`organization\`, which is the name of an account and also means the whole organization.`,
    remedy: "Write the id of the account, or rename it.",
  };
}
