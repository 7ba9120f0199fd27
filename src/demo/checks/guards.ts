/** The account's settings against public sharing. */
import { EC2Client, GetImageBlockPublicAccessStateCommand } from "@aws-sdk/client-ec2";
import { GetServiceSettingCommand, SSMClient } from "@aws-sdk/client-ssm";
import { equals, type CheckContext, type Fact } from "./check";

/** In each Region, the account's settings are those of the fleet file. */
export async function publicSharingIsBlocked({ account, access }: CheckContext): Promise<readonly Fact[]> {
  const { images = false, documents = false } = account.blockPublicSharing ?? {};
  const facts = await Promise.all(
    account.regions.map(async (region) => {
      const where = account.regions.length > 1 ? ` in ${region}` : "";
      const [ofImages, ofDocuments] = await Promise.all([
        new EC2Client(access(region)).send(new GetImageBlockPublicAccessStateCommand({})),
        new SSMClient(access(region)).send(
          new GetServiceSettingCommand({ SettingId: "/ssm/documents/console/public-sharing-permission" }),
        ),
      ]);
      return [
        ...(images
          ? [
              equals(
                account,
                `no AMI can be made public${where}`,
                ofImages.ImageBlockPublicAccessState,
                "block-new-sharing",
              ),
            ]
          : []),
        ...(documents
          ? [
              equals(
                account,
                `no SSM document can be made public${where}`,
                ofDocuments.ServiceSetting?.SettingValue,
                "Disable",
              ),
            ]
          : []),
      ];
    }),
  );
  return facts.flat();
}
