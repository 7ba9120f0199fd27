/** Checks how an association calls its runbook: its targets, and the parameters that it passes. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString, type Path } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, stringAt } from "../draft";
import { DEFAULT_TARGET_PARAMETER } from "../resolve/accounts";
import type { RunbookInterface, Surroundings } from "./surroundings";

export function associationCallProblems(association: Draft, { runbook }: Surroundings): readonly ValueProblem[] {
  const name = stringAt(association, "runbook")?.value ?? "";
  const called = runbook(name);
  return [
    ...oneTargetForm(association),
    ...(called === undefined
      ? []
      : [
          ...roleProblems(association, name, called),
          ...targetProblems(association, name, called),
          ...parameterProblems(association, name, called),
        ]),
  ];
}

const TARGET_FORMS = ["tag", "instances", "resourceGroup"];

function oneTargetForm(association: Draft): readonly ValueProblem[] {
  const { value, path } = child(association, "targets");
  const given = TARGET_FORMS.filter((form) => value[form] !== undefined);
  const isMap = typeof association.value.targets === "object" && association.value.targets !== null;
  if (!isMap || given.length === 1) return [];
  return [
    {
      path,
      message: `${pathString(path)} has ${given.length === 0 ? "none" : given.join(" and ")} of ${TARGET_FORMS.join(", ")}; expected one of them.`,
      remedy: "Write one form, or the word allInstances. Several selections need an association each.",
    },
  ];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/scheduling-automations-state-manager-associations.html */
function roleProblems(association: Draft, name: string, { hasRole }: RunbookInterface): readonly ValueProblem[] {
  if (hasRole) return [];
  return [
    {
      path: [...association.path, "runbook"],
      message: `${pathString(association.path)} runs ${quoted(name)}, which takes no role; State Manager has no permissions of its own.`,
      remedy: 'Give the runbook a parameter AutomationAssumeRole and `assumeRole: "{{ AutomationAssumeRole }}"`.',
    },
  ];
}

function targetProblems(association: Draft, name: string, called: RunbookInterface): readonly ValueProblem[] {
  const given = stringAt(association, "targetParameter");
  const parameter = given?.value ?? DEFAULT_TARGET_PARAMETER;
  const path = given?.path ?? [...association.path, "targets"];
  if (association.value.targets === undefined) {
    return given === undefined
      ? []
      : [
          {
            path,
            message: `${pathString(association.path)} has a targetParameter and no targets.`,
            remedy: "Add targets, or remove targetParameter.",
          },
        ];
  }
  if (!called.parameters.has(parameter)) {
    return [
      unknownParameter(path, parameter, name, called, "Set targetParameter to the one that takes a target's id."),
    ];
  }
  if (called.hasTargetType) return [];
  return [
    {
      path: [...association.path, "targets"],
      message: `${pathString(association.path)} has targets, but the runbook ${quoted(name)} has no target type, so its role may not look for targets.`,
      remedy: "Give the runbook a target type, such as /AWS::EC2::Instance, or remove targets.",
    },
  ];
}

function parameterProblems(association: Draft, name: string, called: RunbookInterface): readonly ValueProblem[] {
  const { value: given, path } = child(association, "parameters");
  const target = stringAt(association, "targetParameter")?.value ?? DEFAULT_TARGET_PARAMETER;
  const isTargeted = association.value.targets !== undefined;
  const filled = [called.roleParameter, ...(isTargeted ? [target] : [])];
  const missing = [...called.parameters]
    .filter(
      ([parameter, { isRequired }]) => isRequired && given[parameter] === undefined && !filled.includes(parameter),
    )
    .map(([parameter]) => ({
      path: association.path,
      message: `${pathString(association.path)} has no value for the parameter ${quoted(parameter)}, which the runbook ${quoted(name)} requires.`,
      remedy: `Add it to parameters${parameter === target ? ", or add targets" : ""}.`,
    }));
  const wrong = Object.entries(given).flatMap(([parameter, value]): readonly ValueProblem[] => {
    const place = [...path, parameter];
    if (!called.parameters.has(parameter)) return [unknownParameter(place, parameter, name, called, "", true)];
    if (filled.includes(parameter)) {
      const what = parameter === called.roleParameter ? "the runbook's role" : "the id of each target";
      return [
        {
          path: place,
          atKey: true,
          message: `${pathString(place)} is set, but Fleetbook passes ${what} in this parameter.`,
          remedy: "Remove it.",
        },
      ];
    }
    const fault = called.fault(parameter, value);
    if (fault === undefined) return [];
    const message = `${pathString(place)} cannot be passed to the runbook ${quoted(name)}. ${fault}`;
    return [{ path: place, message, remedy: "Correct the value, or the runbook's parameter." }];
  });
  return [...missing, ...wrong];
}

function unknownParameter(
  path: Path,
  parameter: string,
  name: string,
  { parameters }: RunbookInterface,
  remedy: string,
  atKey = false,
): ValueProblem {
  const known = [...parameters.keys()];
  return {
    path,
    ...(atKey && { atKey }),
    message: `${pathString(path)}: the runbook ${quoted(name)} has no parameter ${quoted(parameter)}; it has ${known.join(", ") || "none"}.`,
    remedy: `${didYouMean(parameter, known)} ${remedy}`.trim(),
  };
}
