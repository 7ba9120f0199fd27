/** No instance matches the targets in an account and Region, or one that is named by its id does not exist there. */
import type { Account } from "../../../fleet/model";
import { stackName } from "../../../fleet/names";
import type { RequestTarget } from "../../request/request";
import type { Finding } from "../finding";
import { selectionOf, type InstancesAt } from "../instances";
import type { Probe, ProbeContext } from "../probe";

export const noInstance: Probe = {
  cause: "no-instance",
  cheap: false,
  async find(context) {
    const all = await context.instances();
    const known = all.filter(({ instances }) => instances !== undefined);
    const isNowhere = known.length === all.length && known.every(({ instances }) => instances?.length === 0);
    return known.flatMap((at) => findingsAt(context, at, isNowhere));
  },
};

function findingsAt({ request }: ProbeContext, at: InstancesAt, isNowhere: boolean): readonly Finding[] {
  const { place, instances = [] } = at;
  const where = { accountId: place.account.id, region: place.region };
  const selection = selectionOf(request, place);
  if (selection?.by === "ids") {
    const there = new Set(instances.map(({ id }) => id));
    return selection.ids
      .filter((id) => !there.has(id))
      .map((id) => ({
        cause: "no-instance",
        severity: "error",
        place: { ...where, instance: id },
        message: "There is no such instance in this account and Region.",
        remedy: "Check the id, and name the account and Region that it is in (--account, --region).",
      }));
  }
  if (instances.length > 0) return [];
  return [
    {
      cause: "no-instance",
      severity: isNowhere ? "error" : "warning",
      place: where,
      message: `No instance ${describe(request.targets)}, so nothing runs there.`,
      ...remedyFor(request.targets, place.account),
    },
  ];
}

function describe(targets: readonly RequestTarget[]): string {
  const tags = targets.filter(({ Key }) => Key.startsWith("tag:"));
  if (tags.length === 0) return "exists";
  return `has the tag${tags.length === 1 ? "" : "s"} ${tags.map(text).join(" and ")}`;
}

function text({ Key, Values }: RequestTarget): string {
  return `${Key.slice("tag:".length)}=${Values.join(" or ")}`;
}

function remedyFor(targets: readonly RequestTarget[], account: Account): Pick<Finding, "remedy" | "mend"> {
  const isDeployed = account.ec2Targets.some(({ tags, targetTag }) => {
    const own: Readonly<Record<string, string>> = { ...account.tags, ...tags, [targetTag.key]: targetTag.value };
    return targets.every(({ Key, Values }) => !Key.startsWith("tag:") || Values.includes(own[Key.slice(4)] ?? ""));
  });
  if (isDeployed) {
    return {
      remedy: "Deploy the account's EC2 targets, which have it in fleet.yaml.",
      mend: { kind: "deploy", stacks: [stackName(account, "target")] },
    };
  }
  const tags = targets
    .filter(({ Key }) => Key.startsWith("tag:"))
    .map(({ Key, Values }) => `Key=${Key.slice(4)},Value=${Values[0] ?? ""}`);
  return {
    remedy:
      tags.length === 0
        ? `Leave the account out (--exclude-account ${account.name}).`
        : `Tag the instances that are meant (aws ec2 create-tags --resources ID --tags ${tags.join(" ")}), or leave the account out (--exclude-account ${account.name}).`,
  };
}
