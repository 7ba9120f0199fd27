/** Checks of the associations of accounts' own runbooks. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft, Located } from "../draft";
import { child, children, draftOf, stringAt, stringsAt } from "../draft";
import { DEFAULT_PREFIX } from "../resolve/ami-sharing";
import { amiSharingAssociationName } from "../names";
import { associationCallProblems } from "./association-call";
import { duplicates, present, runbookNames } from "./parts";
import { accountRegions } from "./regions";
import type { Surroundings } from "./surroundings";

/** An account of the organization with its own settings or, where it has none, the defaults. */
interface Holder {
  readonly account: Draft;
  readonly associations: readonly Draft[];
  readonly runbooks: readonly string[];
  readonly regions: readonly string[];
}

export function associationProblems(file: Draft, surroundings: Surroundings): readonly ValueProblem[] {
  const all = [child(file, "defaults"), child(file, "managementAccount"), ...children(file, "memberAccounts")];
  const written = all.flatMap((holder) => children(holder, "associations"));
  return [
    ...written.flatMap((association) => [
      ...timingProblems(association),
      ...duplicates(stringsAt(association, "regions"), "each Region once", "Remove it."),
      ...associationCallProblems(association, surroundings),
    ]),
    ...oncePerPlace(
      holders(file).flatMap((holder) => [
        ...namesOnce(holder),
        ...ownRunbooks(holder),
        ...regionsOfTheAccount(holder),
        ...overlaps(holder),
      ]),
    ),
  ];
}

function holders(file: Draft): readonly Holder[] {
  const defaults = child(file, "defaults");
  const members = children(file, "memberAccounts").map((account) => holder(file, account, defaults));
  return [holder(file, child(file, "managementAccount"), draftOf(undefined)), ...members];
}

function holder(file: Draft, account: Draft, defaults: Draft): Holder {
  const has = (key: string) => (account.value[key] === undefined ? defaults : account);
  return {
    account,
    associations: children(has("associations"), "associations"),
    runbooks: runbookNames(has("runbooks"), "runbooks").map(valueOf),
    regions: accountRegions(file, [defaults, account]),
  };
}

/** A fault of `defaults` shows in every account, and is said once. */
function oncePerPlace(problems: readonly ValueProblem[]): readonly ValueProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem.path), problem])).values()];
}

/** An association that does not run when it is created needs another time to run, and nothing can wait for its first run. */
function timingProblems(association: Draft): readonly ValueProblem[] {
  if (association.value.applyOnlyAtCronInterval !== true) return [];
  const path = [...association.path, "applyOnlyAtCronInterval"];
  const schedule = stringAt(association, "schedule")?.value ?? "";
  return [
    ...(schedule.startsWith("cron(")
      ? []
      : [
          {
            path,
            message: `${pathString(path)} is true, but the schedule is ${schedule === "" ? "missing" : quoted(schedule)}; expected cron(…).`,
            remedy: "Write a cron schedule, or remove applyOnlyAtCronInterval: a rate runs at once as well.",
          },
        ]),
    ...(association.value.waitForSuccessSeconds === undefined
      ? []
      : [
          {
            path: [...association.path, "waitForSuccessSeconds"],
            message: `${pathString(association.path)} waits for the first success, but with applyOnlyAtCronInterval it does not run when it is created.`,
            remedy: "Remove one of the two.",
          },
        ]),
  ];
}

function regionsOfTheAccount({ account, associations, regions }: Holder): readonly ValueProblem[] {
  const name = stringAt(account, "name")?.value ?? pathString(account.path);
  return associations
    .flatMap((association) => stringsAt(association, "regions"))
    .filter(({ value }) => !regions.includes(value))
    .map(({ path, value }) => ({
      path,
      message: `${pathString(path)} is ${value}, which is not among the Regions of account ${name} (${regions.join(", ")}).`,
      remedy: "Add it to the fleet's and the account's regions, or correct it.",
    }));
}

function namesOnce({ account, associations }: Holder): readonly ValueProblem[] {
  const names = present(associations.map((association) => stringAt(association, "name")));
  const prefix = stringAt(child(account, "amiSharing"), "prefix")?.value ?? DEFAULT_PREFIX;
  const sharing = account.value.amiSharing === undefined ? undefined : amiSharingAssociationName({ prefix });
  return [
    ...duplicates(names, "a different name for each association of an account", "Rename one of the two."),
    ...names
      .filter(({ value }) => value === sharing)
      .map(({ path, value }) => ({
        path,
        message: `${pathString(path)} is ${quoted(value)}, the association of the account's AMI sharing.`,
        remedy: "Rename it.",
      })),
  ];
}

function ownRunbooks({ account, associations, runbooks }: Holder): readonly ValueProblem[] {
  const name = stringAt(account, "name")?.value ?? pathString(account.path);
  return present(associations.map((association) => stringAt(association, "runbook")))
    .filter(({ value }) => !runbooks.includes(value))
    .map(({ path, value }) => ({
      path,
      message: `${pathString(path)} is ${quoted(value)}, which is not among the runbooks of account ${name} (${runbooks.join(", ") || "it has none"}).`,
      remedy: `${didYouMean(value, runbooks)} Add it to the account's runbooks; a document of Amazon's is called from a runbook of one's own (aws:executeAutomation).`,
    }));
}

/** Two associations that run the same runbook with the same parameters on the same targets do everything twice. */
function overlaps({ associations }: Holder): readonly ValueProblem[] {
  return associations.flatMap((association, index) => {
    const earlier = associations.slice(0, index).find((other) => overlap(association, other));
    if (earlier === undefined) return [];
    return [
      {
        path: association.path,
        message: `${pathString(association.path)} runs the same runbook with the same parameters on the same targets as ${pathString(earlier.path)}.`,
        remedy: "Remove one of the two, or give them different targets, parameters or Regions.",
      },
    ];
  });
}

function overlap(one: Draft, other: Draft): boolean {
  const same = (key: string) => JSON.stringify(one.value[key]) === JSON.stringify(other.value[key]);
  return same("runbook") && same("parameters") && shareRegions(one, other) && shareTargets(one, other);
}

function shareRegions(one: Draft, other: Draft): boolean {
  const [regions, others] = [one, other].map((association) => stringsAt(association, "regions").map(valueOf));
  if (regions === undefined || others === undefined || regions.length === 0 || others.length === 0) return true;
  return regions.some((region) => others.includes(region));
}

function shareTargets(one: Draft, other: Draft): boolean {
  const targets = [one.value.targets, other.value.targets];
  if (JSON.stringify(targets[0]) === JSON.stringify(targets[1])) return true;
  if (targets.includes("allInstances")) return !targets.includes(undefined);
  const [ids = [], others = []] = [one, other].map((association) =>
    stringsAt(child(association, "targets"), "instances").map(valueOf),
  );
  return ids.some((id) => others.includes(id));
}

function valueOf({ value }: Located<string>): string {
  return value;
}
