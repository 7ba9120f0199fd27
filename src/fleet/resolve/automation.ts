/** Resolves `automation`. */
import type { AutomationSettings } from "../schema/automation";

/** An account's settings override the defaults key by key, and those of a Region too. */
export function automation(defaults: AutomationSettings = {}, settings: AutomationSettings = {}): AutomationSettings {
  const regions = new Set([...Object.keys(defaults.regions ?? {}), ...Object.keys(settings.regions ?? {})]);
  if (regions.size === 0) return { ...defaults, ...settings };
  const merged = [...regions].map((region) => [
    region,
    { ...defaults.regions?.[region], ...settings.regions?.[region] },
  ]);
  return { ...defaults, ...settings, regions: Object.fromEntries(merged) as AutomationSettings["regions"] };
}
