/** Checks the settings of EC2 targets against each other. */
import { isObject } from "../../../diagnostics/json";
import { pathString } from "../../../diagnostics/path";
import type { ValueProblem } from "../../../diagnostics/value-problem";
import type { Draft } from "../../draft";
import { DEFAULTS } from "../../resolve/ec2-settings";
import { once } from "../parts";
import { instanceProblems } from "./target-instances";
import { endpointsTwiceInAVpc, networkProblems, overlappingSubnets } from "./target-networks";
import { regionProblems } from "./target-regions";
import { accountTargets, type AccountTargets, type TargetSettings } from "./target-settings";

/** The faults in the EC2 targets of a fleet file's draft. */
export function ec2TargetProblems(file: Draft): readonly ValueProblem[] {
  const accounts = accountTargets(file);
  return once(
    accounts.flatMap((account) => [
      ...account.targets.flatMap((target) => [
        ...networkProblems(target),
        ...regionProblems(target),
        ...instanceProblems(target),
      ]),
      ...overlappingSubnets(account),
      ...endpointsTwiceInAVpc(account),
      ...sharingWithoutTarget(account),
    ]),
  );
}

function sharingWithoutTarget({ account, targets, common }: AccountTargets): readonly ValueProblem[] {
  if (account.value["amiSharing"] === undefined) return [];
  const path = [...account.path, "amiSharing"];
  if (targets.length === 0) {
    return [
      {
        path,
        atKey: true,
        message: `${pathString(path)} shares images of the account's EC2 target, but the account has none.`,
        remedy: "Give the account an ec2Target (`ec2Target: true`), or remove amiSharing.",
      },
    ];
  }
  const shared = tagOf(common);
  if (targets.some((target) => tagOf(target) === shared)) return [];
  return [
    {
      path,
      atKey: true,
      message: `${pathString(path)} shares images of the targets with the tag ${shared}, and no target of the account has it.`,
      remedy: "Put the targetTag of the targets whose images are shared into ec2Target.",
    },
  ];
}

/** `key=value` */
function tagOf({ settings }: TargetSettings): string {
  const tag = settings["targetTag"]?.value ?? DEFAULTS.targetTag;
  return isObject(tag) ? `${String(tag["key"])}=${String(tag["value"])}` : "";
}
