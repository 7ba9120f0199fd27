import {
  DisableImageBlockPublicAccessCommand,
  EC2Client,
  EnableImageBlockPublicAccessCommand,
  GetImageBlockPublicAccessStateCommand,
  ModifyImageAttributeCommand,
} from "@aws-sdk/client-ec2";
import { describeWith } from "../../../../requires";
import { APP_DEV_ID, HOME_REGION, PARTNER_ID } from "../../../example-fleet";
import { failureOf, startTestSandbox, type TestSandbox } from "../../../test-sandbox";
import { createImage, createKey, imageOf, launch, launchEncrypted, share } from "./fixtures";

describeWith(["moto_server"], "Sharing an image", (moto) => {
  let test: TestSandbox;
  let ec2: EC2Client;
  let plain: string;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    ec2 = await test.client(EC2Client, "app-dev");
    plain = await createImage(ec2, await launch(ec2), "plain");
  });
  afterAll(() => test.end());

  const publish = (ImageId: string, client = ec2) =>
    client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [{ Group: "all" }] } }));
  const stateOf = async (client: EC2Client) =>
    (await client.send(new GetImageBlockPublicAccessStateCommand())).ImageBlockPublicAccessState;

  it("is refused if a volume is encrypted under the AWS managed key", async () => {
    const id = await createImage(ec2, await launchEncrypted(ec2), "under aws/ebs");
    expect(await failureOf(share(ec2, id, PARTNER_ID))).toMatchObject({
      code: "InvalidParameter",
      message: "Snapshots encrypted with the AWS Managed CMK can't be shared",
      attempts: 1,
    });
    const removal = { ImageId: id, LaunchPermission: { Remove: [{ UserId: PARTNER_ID }] } };
    await ec2.send(new ModifyImageAttributeCommand(removal));
  });

  it("is allowed with other accounts, but not with everybody, if a volume is encrypted under a customer managed key", async () => {
    const key = await createKey(test, "app-dev");
    const id = await createImage(ec2, await launchEncrypted(ec2, key), "under an own key");
    await share(ec2, id, PARTNER_ID);
    expect(await imageOf(await test.client(EC2Client, "partner"), id)).toMatchObject({ OwnerId: APP_DEV_ID });

    await ec2.send(new DisableImageBlockPublicAccessCommand());
    expect(await failureOf(publish(id))).toMatchObject({ code: "InvalidParameter" });
    await ec2.send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState: "block-new-sharing" }));
  });

  it("with everybody is blocked by default, and can be unblocked and blocked per account and Region", async () => {
    expect(await stateOf(ec2)).toBe("block-new-sharing");
    expect(await failureOf(publish(plain))).toMatchObject({ code: "OperationNotPermitted", attempts: 1 });

    expect((await ec2.send(new DisableImageBlockPublicAccessCommand())).ImageBlockPublicAccessState).toBe("unblocked");
    expect(await stateOf(ec2)).toBe("unblocked");
    expect(await stateOf(await test.client(EC2Client, "app-dev", "eu-central-1"))).toBe("block-new-sharing");
    expect(await stateOf(await test.client(EC2Client, "partner"))).toBe("block-new-sharing");
    await publish(plain);
    expect(await imageOf(await test.client(EC2Client, "partner", HOME_REGION), plain)).toMatchObject({ Public: true });

    await ec2.send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState: "block-new-sharing" }));
    expect(await stateOf(ec2)).toBe("block-new-sharing");
    // A public image stays public.
    expect(await imageOf(await test.client(EC2Client, "partner"), plain)).toMatchObject({ Public: true });
    await share(ec2, plain, PARTNER_ID);
  });

  it("accepts only valid account ids, groups and ARNs", async () => {
    expect(await failureOf(share(ec2, plain, "1234"))).toMatchObject({ code: "InvalidAMIAttributeItemValue" });
  });
});
