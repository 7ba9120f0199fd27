/** Checks the networks of EC2 targets, so that AWS does not refuse them in the middle of a deployment. */
import { pathString } from "../../../diagnostics/path";
import type { ValueProblem } from "../../../diagnostics/value-problem";
import type { Located } from "../../draft";
import { DEFAULTS, hasOwnNetwork, OF_BUILT_NETWORK, OF_EXISTING_NETWORK } from "../../resolve/ec2-settings";
import { contains, overlap, parseRange } from "./address-ranges";
import { present } from "../parts";
import { valueIn, type AccountTargets, type TargetSettings } from "./target-settings";

export function networkProblems(target: TargetSettings): readonly ValueProblem[] {
  const { settings } = target;
  return [
    ...(settings["vpc"] === undefined ? settingsWithoutVpc(target) : settingsBesideVpc(target)),
    ...rangesWithHostBits(target),
    ...target.regions.flatMap((region) => subnetOutsideVpc(target, region)),
  ];
}

function settingsWithoutVpc({ settings }: TargetSettings): readonly ValueProblem[] {
  return present(OF_EXISTING_NETWORK.map((key) => settings[key]))
    .filter(({ value }) => value !== false)
    .map(({ path }) => ({
      path,
      atKey: true,
      message: `${pathString(path)} is a setting for an existing VPC, and the target has none: Fleetbook builds its network.`,
      remedy: "Name the VPC (`vpc: {id: …}` or `vpc: {tags: …}`), or remove the setting.",
    }));
}

function settingsBesideVpc({ settings }: TargetSettings): readonly ValueProblem[] {
  const path = settings["vpc"]?.path ?? [];
  const lacksSubnet = settings["subnet"] === undefined;
  const built = present(OF_BUILT_NETWORK.map((key) => settings[key])).filter(({ value }) => value !== false);
  const egress = settings["endpoints"]?.value === true ? settings["egressCidrs"] : undefined;
  return [
    ...(lacksSubnet
      ? [
          {
            path,
            atKey: true,
            message: `${pathString(path)} names an existing VPC, but the target has no subnet in it.`,
            remedy: "Add the subnet: `subnet: {id: …}` or `subnet: {tags: …}`.",
          },
        ]
      : []),
    ...built.map((setting) => ({
      path: setting.path,
      atKey: true,
      message: `${pathString(setting.path)} is a setting for a network that Fleetbook builds, and ${pathString(path)} names an existing VPC.`,
      remedy: "Remove one of the two.",
    })),
    ...(egress === undefined
      ? []
      : [
          {
            path: egress.path,
            atKey: true,
            message: `${pathString(egress.path)} has no effect: with \`endpoints: true\`, the instance reaches the endpoints and nothing else.`,
            remedy: "Remove it, or set `endpoints: false`.",
          },
        ]),
  ];
}

/** AWS takes 10.0.0.1/16 as 10.0.0.0/16, and every plan would then show a change. */
function rangesWithHostBits(target: TargetSettings): readonly ValueProblem[] {
  const { settings, regions } = target;
  const egress = settings["egressCidrs"];
  const list: readonly unknown[] = Array.isArray(egress?.value) ? egress.value : [];
  const ranges = [
    ...["vpcCidr", "subnetCidr"].flatMap((key) => regions.map((region) => valueIn(settings[key], region))),
    ...list.map((value, index) =>
      typeof value === "string" ? { value, path: [...(egress?.path ?? []), index] } : undefined,
    ),
  ];
  return present(ranges).flatMap(({ value, path }) => {
    const range = parseRange(value);
    if (range === undefined) {
      // The format has refused what does not look like a range.
      if (!/^[\d.]+\/\d+$/.test(value)) return [];
      return [
        {
          path,
          message: `${pathString(path)} is ${value}, which is not an IPv4 range: bytes go up to 255, and prefix lengths up to /32.`,
          remedy: "Correct it.",
        },
      ];
    }
    if (range.text === value) return [];
    return [
      {
        path,
        message: `${pathString(path)} is ${value}, an address inside a range and not the range itself.`,
        remedy: `Write ${range.text}.`,
      },
    ];
  });
}

function subnetOutsideVpc(target: TargetSettings, region: string): readonly ValueProblem[] {
  if (target.settings["vpc"] !== undefined) return [];
  const vpcCidr = valueIn(target.settings["vpcCidr"], region);
  const subnetCidr = subnetIn(target, region);
  const given = subnetCidr ?? vpcCidr;
  const vpc = parseRange(vpcCidr?.value ?? DEFAULTS.vpcCidr);
  const subnet = parseRange(subnetCidr?.value ?? DEFAULTS.subnetCidr);
  if (given === undefined || vpc === undefined || subnet === undefined) return [];
  const tooSmallOrLarge = [vpc, subnet].some(({ prefix }) => prefix < 16 || prefix > 28);
  if (!tooSmallOrLarge && contains(vpc, subnet)) return [];
  const place = pathString(target.path);
  return [
    {
      path: given.path,
      message: tooSmallOrLarge
        ? `${place} has a VPC or subnet range that AWS refuses; expected a prefix length between /16 and /28.`
        : `${place} has in ${region} the subnet range ${subnet.text}, which is not inside the VPC's range ${vpc.text}.`,
      remedy: "Choose a subnetCidr inside vpcCidr (defaults: 10.0.1.0/24 in 10.0.0.0/16).",
    },
  ];
}

function subnetIn(target: TargetSettings, region: string): Located<string> | undefined {
  return valueIn(target.settings["subnetCidr"], region);
}

function sharesNetwork({ own }: TargetSettings): boolean {
  return own !== undefined && !hasOwnNetwork(own);
}

/** Subnets of one VPC must not overlap. */
export function overlappingSubnets({ common, targets }: AccountTargets): readonly ValueProblem[] {
  if (common.settings["vpc"] !== undefined) return [];
  const sharing = targets.filter((target) => sharesNetwork(target) && target.own?.["subnetCidr"] !== undefined);
  return common.regions.flatMap((region) => {
    const shared = subnetIn(common, region) ?? { value: DEFAULTS.subnetCidr, path: common.path };
    const subnets = [shared, ...present(sharing.map((target) => subnetIn(target, region)))];
    return subnets.flatMap((subnet, index) => {
      const range = parseRange(subnet.value);
      const other = subnets.slice(0, index).find(({ value }) => {
        const earlier = parseRange(value);
        return range !== undefined && earlier !== undefined && overlap(range, earlier);
      });
      if (other === undefined) return [];
      return [
        {
          path: subnet.path,
          message: `${pathString(subnet.path)} is ${subnet.value}, which overlaps with another subnet of the same VPC, ${other.value}.`,
          remedy: "Choose another range inside the VPC's, or leave it out: the targets then share a subnet.",
        },
      ];
    });
  });
}

/** The private DNS names of a service exist once in a VPC. */
export function endpointsTwiceInAVpc({ common, targets }: AccountTargets): readonly ValueProblem[] {
  const networks = [common, ...targets.filter((target) => target.own !== undefined && !sharesNetwork(target))];
  const withEndpoints = networks.filter(
    ({ settings }) => settings["vpc"] !== undefined && settings["endpoints"]?.value === true,
  );
  const vpcs = withEndpoints.map(({ settings }) => JSON.stringify(settings["vpc"]?.value));
  return withEndpoints
    .filter((_, index) => vpcs.indexOf(vpcs[index] ?? "") < index)
    .map(({ path }) => ({
      path,
      atKey: true,
      message: `${pathString(path)} has endpoints in a VPC in which another target of the account has them already.`,
      remedy:
        "Put vpc and endpoints into ec2Target, and only the subnet into this target: they then share the endpoints.",
    }));
}
