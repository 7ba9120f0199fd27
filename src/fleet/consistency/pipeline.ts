/** Checks of `pipeline`: the account of its roles is known, and all accounts can be planned and deployed from there. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { isObject } from "../../diagnostics/json";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, stringAt } from "../draft";
import { organizationAccounts, present } from "./parts";

export function pipelineProblems(file: Draft): readonly ValueProblem[] {
  return [...somebodyPlans(file), ...accountProblems(file)];
}

function somebodyPlans(file: Draft): readonly ValueProblem[] {
  const { value, path } = child(file, "pipeline");
  if (!isObject(file.value.pipeline) || value.github !== undefined || value.planners !== undefined) return [];
  return [
    {
      path,
      atKey: true,
      message: "pipeline has neither github nor planners; expected at least one of them.",
      remedy: "Name the repository (github: {repository: owner/name}), or who may plan (planners: [role/<name>]).",
    },
  ];
}

function accountProblems(file: Draft): readonly ValueProblem[] {
  const named = stringAt(child(file, "pipeline"), "account");
  if (named === undefined) return [];
  const [management, ...members] = organizationAccounts(file);
  const namesOf = (account: Draft | undefined) =>
    account === undefined
      ? []
      : present([stringAt(account, "name"), stringAt(account, "id")]).map(({ value }) => value);
  if (namesOf(management).includes(named.value)) return [];
  const account = members.find((member) => namesOf(member).includes(named.value));
  if (account === undefined) {
    const names = present([management, ...members].map((each) => namesOf(each)[0]));
    return [
      {
        path: named.path,
        message: `pipeline.account is ${quoted(named.value)}; expected the name or id of the management account or of a member account.`,
        remedy: didYouMean(named.value, names),
      },
    ];
  }
  // A retired account is not to be named at all, which another check says.
  if (account.value.retired === true) return [];
  const lacking = ["deployRole", "target"].filter((key) => !management?.value[key]);
  if (lacking.length === 0) return [];
  return [
    {
      path: named.path,
      message: `pipeline.account is the member account ${quoted(named.value)}, from which nobody could deploy into the management account.`,
      remedy: `Leave pipeline.account out, or give managementAccount ${lacking.map((key) => (key === "target" ? "`target: true`" : "a deployRole")).join(" and ")}.`,
    },
  ];
}
