/** Checks of `pipeline`: the account of its roles is known, and all accounts can be planned and deployed from there. */
import { isObject } from "../../diagnostics/json";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, stringAt } from "../draft";
import { accountIsKnown, namesOf, organizationAccounts } from "./parts";

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
  const management = child(file, "managementAccount");
  if (named === undefined || namesOf(management).includes(named.value)) return [];
  const account = organizationAccounts(file).find((each) => namesOf(each).includes(named.value));
  if (account === undefined) return accountIsKnown(file, named);
  // A retired account is not to be named at all, which another check says.
  if (account.value.retired === true) return [];
  const lacking = ["deployRole", "target"].filter((key) => !management.value[key]);
  if (lacking.length === 0) return [];
  return [
    {
      path: named.path,
      message: `pipeline.account is the member account ${quoted(named.value)}, from which nobody could deploy into the management account.`,
      remedy: `Leave pipeline.account out, or give managementAccount ${lacking.map((key) => (key === "target" ? "`target: true`" : "a deployRole")).join(" and ")}.`,
    },
  ];
}
