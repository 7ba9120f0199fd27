/** Checks of `deployRole`: session tags that STS would refuse, and a role that would have to create itself. */
import { isObject } from "../../diagnostics/json";
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child } from "../draft";
import { ORGANIZATIONS_ROLE_NAME } from "../names";
import { once, organizationAccounts } from "./parts";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MOST_TAGS = 50;

export function deployRoleProblems(file: Draft): readonly ValueProblem[] {
  const defaults = child(child(file, "defaults"), "deployRole");
  const ofAccounts = organizationAccounts(file).map((account) => child(account, "deployRole"));
  const roles = [defaults, ...ofAccounts];
  const tags = [...roles, ...roles.map((role) => child(role, "createdBy"))].map((role) => child(role, "tags"));
  return [...tags.flatMap(tagProblems), ...once(roles.flatMap((role) => createsItself(role, defaults)))];
}

function tagProblems({ value, path }: Draft): readonly ValueProblem[] {
  const keys = Object.keys(value);
  const wrong = keys.flatMap((key, index) => {
    const other = keys.slice(0, index).find((earlier) => earlier.toLowerCase() === key.toLowerCase());
    const at = { path: [...path, key], atKey: true };
    const name = `${pathString(path)} has the key ${quoted(key)}`;
    if (key.toLowerCase().startsWith("aws:")) {
      const message = `${name}: AWS reserves keys that begin with "aws:".`;
      return [{ ...at, message, remedy: "Choose another key." }];
    }
    if (other === undefined) return [];
    const message = `${name} beside ${quoted(other)}: STS ignores the case of the keys of session tags.`;
    return [{ ...at, message, remedy: "Remove one of the two." }];
  });
  if (keys.length <= MOST_TAGS) return wrong;
  const message = `${pathString(path)} has ${keys.length} tags; a session has ${MOST_TAGS} at most.`;
  return [...wrong, { path, atKey: true, message, remedy: "Remove some." }];
}

/** @param defaults what a member's own map overrides key by key */
function createsItself({ value: own, path }: Draft, defaults: Draft): readonly ValueProblem[] {
  const value = path[0] === "memberAccounts" && Object.keys(own).length > 0 ? { ...defaults.value, ...own } : own;
  const { createdBy } = value;
  const nameOf = (role: unknown): unknown => (isObject(role) ? (role.name ?? ORGANIZATIONS_ROLE_NAME) : role);
  if (createdBy === undefined || nameOf(value) !== nameOf(createdBy)) return [];
  return [
    {
      path,
      message: `${pathString(path)} is ${quoted(nameOf(value))}, and createdBy names the same role.`,
      remedy: "Give the deploy role a name of its own, such as FleetbookDeployRole.",
    },
  ];
}
