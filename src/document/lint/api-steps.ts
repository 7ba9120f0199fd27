/** What the rules about calls of AWS's APIs share. */
import { calledOperation } from "../api/called-operation";
import { requestProblems, type RequestProblem } from "../api/request-problems";
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString } from "../../diagnostics/path";
import type { DocumentView, StepView } from "../view";

/** The steps that call an operation of AWS by its name. */
export function apiSteps(document: DocumentView): readonly StepView[] {
  return document.steps.filter(({ definition }) => definition?.openInputs === true);
}

/** A problem in the parameters of a call. */
export interface CallProblem extends RequestProblem {
  /** Where the member is, or is missing: `ec2 DescribeInstances`, `Filters[0] of ec2 DescribeInstances`. */
  readonly place: string;
}

/** The problems of one kind in the parameters of the calls. */
export function callProblems(document: DocumentView, kind: RequestProblem["kind"]): readonly CallProblem[] {
  return apiSteps(document).flatMap(({ inputs, definition, path }) => {
    const { service, operation } = calledOperation(inputs) ?? {};
    if (service === undefined || operation?.request === undefined) return [];
    const parameters = Object.fromEntries(
      Object.entries(inputs).filter(([name]) => !Object.hasOwn(definition?.inputs ?? {}, name)),
    );
    const root = [...path, "inputs"];
    return requestProblems(parameters, operation.request, root)
      .filter((problem) => problem.kind === kind)
      .map((problem) => {
        const below = problem.path.slice(root.length, problem.kind === "unknown" ? -1 : undefined);
        const call = `${service.name} ${operation.name}`;
        return { ...problem, place: below.length === 0 ? call : `${pathString(below)} of ${call}` };
      });
  });
}

/** Names that fit into a remedy. More of them would hide it. */
const MOST_NAMES = 20;

/** The known name that was probably meant, or the known names if they are few, or the other remedy. */
export function similarName(name: string, known: readonly string[], otherwise: string): string {
  return didYouMean(name, known, known.length === 0 || known.length > MOST_NAMES ? otherwise : undefined);
}
