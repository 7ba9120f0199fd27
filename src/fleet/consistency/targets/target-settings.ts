/**
 * The EC2 targets of a fleet file's draft, each setting with its place in the file: an account's own, or in the defaults.
 * Settings override each other as in `../resolve/ec2-targets.ts`.
 */
import { isObject } from "../../../diagnostics/json";
import type { Path } from "../../../diagnostics/path";
import type { Draft, Located } from "../../draft";
import { child, stringAt } from "../../draft";
import { overlaid } from "../../resolve/ec2-settings";
import { organizationAccounts, present } from "../parts";
import { accountRegions, everyRegion } from "../regions";

type Setting = Located<unknown>;

export interface TargetSettings {
  /** Where the target is given: the account's own setting, or that of the defaults. */
  readonly path: Path;
  /** Regions that the account's targets are in. */
  readonly regions: readonly string[];
  /** All Regions of the fleet, retired ones too. */
  readonly fleetRegions: readonly string[];
  readonly settings: Readonly<Record<string, Setting>>;
  /** The settings that a target of `ec2Targets` does not have from `ec2Target`; undefined for `ec2Target` itself. */
  readonly own: Readonly<Record<string, Setting>> | undefined;
}

export interface AccountTargets {
  readonly account: Draft;
  readonly targets: readonly TargetSettings[];
  /** What all targets have in common: the settings of `ec2Target`. */
  readonly common: TargetSettings;
}

/** The targets of every account of the organization. */
export function accountTargets(file: Draft): readonly AccountTargets[] {
  const [management, ...members] = organizationAccounts(file);
  return [
    ...(management === undefined ? [] : [targetsOf(file, [management])]),
    ...members.map((member) => targetsOf(file, [child(file, "defaults"), member])),
  ];
}

/** @param holders the account, preceded by the defaults if they apply to it */
function targetsOf(file: Draft, holders: readonly [Draft, ...Draft[]]): AccountTargets {
  const account = holders.at(-1) ?? holders[0];
  const places = { regions: accountRegions(file, holders), fleetRegions: everyRegion(file) };
  const layers = holders.flatMap((holder) => settingAt(holder, "ec2Target") ?? []);
  const common = { path: layers.at(-1)?.path ?? account.path, ...places, settings: layered(layers), own: undefined };
  const maps = holders.map((holder) => child(holder, "ec2Targets"));
  const named = [...new Set(maps.flatMap(({ value }) => Object.keys(value)))].flatMap((name): TargetSettings[] => {
    const own = maps.flatMap((map) => settingAt(map, name) ?? []);
    const path = own.at(-1)?.path;
    return path === undefined || !isWanted(own)
      ? []
      : [{ path, ...places, settings: layered([...layers, ...own]), own: layered(own) }];
  });
  return { account, common, targets: [...(isWanted(layers) ? [common] : []), ...named] };
}

function settingAt(holder: Draft, key: string): Setting | undefined {
  const value = holder.value[key];
  return value === undefined ? undefined : { value, path: [...holder.path, key] };
}

function isWanted(layers: readonly Setting[]): boolean {
  return layers.length > 0 && layers.at(-1)?.value !== false;
}

function layered(layers: readonly Setting[]): Record<string, Setting> {
  return overlaid(
    layers.flatMap(({ value, path }) =>
      isObject(value)
        ? [Object.fromEntries(Object.entries(value).map(([key, of]) => [key, { value: of, path: [...path, key] }]))]
        : [],
    ),
  );
}

/** A setting that is a string. */
export function stringSetting({ settings }: TargetSettings, key: string): Located<string> | undefined {
  const setting = settings[key];
  return typeof setting?.value === "string" ? { value: setting.value, path: setting.path } : undefined;
}

/** The value of a setting in one Region; undefined if there is none. */
export function valueIn(setting: Setting | undefined, region: string): Located<string> | undefined {
  if (setting === undefined) return undefined;
  const { value, path } = setting;
  if (typeof value === "string") return { value, path };
  return isObject(value) ? stringAt({ value, path }, region) : undefined;
}

/** The settings of a target that may be maps by Region. */
export function regionalSettings({ settings }: TargetSettings): readonly Setting[] {
  const nested = ["vpc", "subnet", "image"].map((key) => {
    const setting = settings[key];
    return isObject(setting?.value) ? settingAt({ value: setting.value, path: setting.path }, "id") : undefined;
  });
  return present([...nested, settings["vpcCidr"], settings["subnetCidr"], settings["kmsKey"]]);
}
