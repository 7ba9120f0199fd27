/** Settings of Automation that all executions of an account and Region share. */
import { SsmServiceSetting } from "@cdktf/provider-aws/lib/ssm-service-setting";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { automationSettings } from "../../../src/fleet/automation-settings";
import type { Account, Fleet } from "../../../src/fleet/model";

export interface AutomationSettingsProps {
  readonly fleet: Fleet;
  readonly account: Account;
  /** The providers by Region. */
  readonly providers: ReadonlyMap<string, AwsProvider>;
}

/** A setting that leaves the fleet file gets AWS's own value again: the provider resets it when it is destroyed. */
export class AutomationSettings extends Construct {
  constructor(scope: Construct, id: string, { fleet, account, providers }: AutomationSettingsProps) {
    super(scope, id);
    for (const [region, provider] of providers) {
      for (const { name, id: setting, value } of automationSettings(account, region)) {
        new SsmServiceSetting(this, `${name}-${region}`, {
          provider,
          // The provider reads an ARN back, so the short form would show as a change in every plan.
          settingId: `arn:${fleet.partition}:ssm:${region}:${account.id}:servicesetting${setting}`,
          settingValue: value,
        });
      }
    }
  }
}
