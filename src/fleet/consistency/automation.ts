/** Checks of the settings of Automation: they are for Regions of the fleet, and for accounts in which something runs. */
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import { child, stringAt, type Draft } from "../draft";
import { organizationAccounts } from "./parts";
import { everyRegion } from "./regions";

export function automationSettingsAreForRegionsOfTheFleet(file: Draft): readonly ValueProblem[] {
  const regions = everyRegion(file);
  return [child(file, "defaults"), ...organizationAccounts(file)].flatMap((account) => {
    const own = child(child(account, "automation"), "regions");
    return Object.keys(own.value)
      .filter((region) => !regions.includes(region))
      .map((region) => ({
        path: [...own.path, region],
        atKey: true,
        message: `${pathString(own.path)} has settings for ${quoted(region)}; the Regions of the fleet are ${regions.join(", ")}.`,
        remedy: "Remove them, or add the Region to regions.",
      }));
  });
}

export function automationSettingsAreForAccountsInWhichRunbooksRun(file: Draft): readonly ValueProblem[] {
  const management = child(file, "managementAccount");
  const { path, value } = child(management, "automation");
  const administrator = stringAt(file, "administratorAccount")?.value;
  const own = [stringAt(management, "name")?.value, stringAt(management, "id")?.value];
  const runs = management.value.target === true || administrator === undefined || own.includes(administrator);
  if (runs || Object.keys(value).length === 0) return [];
  return [
    {
      path,
      message: `${pathString(path)} is set, and no runbook runs in the management account: it is neither a target nor the administrator account.`,
      remedy: "Remove it, or set target: true.",
    },
  ];
}
