/** Settings of an account in each Region that prevent public sharing of its images and documents by any principal. */
import { Ec2ImageBlockPublicAccess } from "@cdktf/provider-aws/lib/ec2-image-block-public-access";
import { SsmServiceSetting } from "@cdktf/provider-aws/lib/ssm-service-setting";
import type { Construct } from "constructs";
import type { Account, BlockPublicSharing, Fleet } from "../src/fleet/model";
import { AccountStack } from "./account-stack";

export interface GuardsStackProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly settings: BlockPublicSharing;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html#block-public-access */
const DOCUMENTS_SETTING = "/ssm/documents/console/public-sharing-permission";

export class GuardsStack extends AccountStack {
  constructor(scope: Construct, props: GuardsStackProps) {
    const { fleet, account, settings } = props;
    super(scope, "guards", { fleet, account });

    for (const [region, provider] of this.providers) {
      if (settings.images) {
        new Ec2ImageBlockPublicAccess(this, `images-${region}`, { provider, state: "block-new-sharing" });
      }
      if (settings.documents) {
        new SsmServiceSetting(this, `documents-${region}`, {
          provider,
          // The provider reads an ARN back, so the short form would show as a change in every plan.
          settingId: `arn:${fleet.partition}:ssm:${region}:${account.id}:servicesetting${DOCUMENTS_SETTING}`,
          settingValue: "Disable",
        });
      }
    }
  }
}
