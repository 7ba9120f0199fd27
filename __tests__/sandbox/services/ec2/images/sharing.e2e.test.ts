import {
  CopyImageCommand,
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  DescribeInstancesCommand,
  EC2Client,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
} from "@aws-sdk/client-ec2";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { describeWith } from "../../../../requires";
import {
  APP_DEV_ID,
  APP_STAGING_ID,
  HOME_REGION,
  MANAGEMENT_ID,
  ORGANIZATION_ID,
  PARTNER_ID,
  PRODUCTION_ID,
} from "../../../example-fleet";
import { failureOf, startTestSandbox, type TestSandbox } from "../../../test-sandbox";
import { AMAZON_LINUX, createImage, imageOf, launch, share } from "./fixtures";

describeWith(["moto_server"], "An image that is shared", (moto) => {
  let test: TestSandbox;
  let owner: EC2Client;
  let partner: EC2Client;
  let staging: EC2Client;
  let prod: EC2Client;
  let instanceId: string;
  let shared: string;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    owner = await test.client(EC2Client, "app-dev");
    partner = await test.client(EC2Client, "partner");
    staging = await test.client(EC2Client, "app-staging");
    prod = await test.client(EC2Client, "app-prod");
    instanceId = await launch(owner);
    shared = await createImage(owner, instanceId, "shared with partner");
    await owner.send(new CreateTagsCommand({ Resources: [shared], Tags: [{ Key: "team", Value: "web" }] }));
    await share(owner, shared, PARTNER_ID);
  });
  afterAll(() => test.end());

  const listed = async (ec2: EC2Client, input: DescribeImagesCommandInput = {}) =>
    ((await ec2.send(new DescribeImagesCommand(input))).Images ?? []).map(({ ImageId }) => ImageId);
  const notFound = { code: "InvalidAMIID.NotFound", attempts: 1 };

  it("is described to the account that it is shared with, without the owner's tags", async () => {
    expect(await imageOf(partner, shared)).toMatchObject({ OwnerId: APP_DEV_ID, Public: false, Architecture: "arm64" });
    expect((await imageOf(partner, shared))?.Tags ?? []).toEqual([]);
    expect((await imageOf(owner, shared))?.Tags).toEqual([{ Key: "team", Value: "web" }]);
  });

  it.each<[string, DescribeImagesCommandInput]>([
    ["without a question", {}],
    ["among those that it may run", { ExecutableUsers: ["self"] }],
    ["among the owner's", { Owners: [APP_DEV_ID] }],
    ["by its name", { Filters: [{ Name: "name", Values: ["shared with *"] }] }],
  ])("is listed to the account that it is shared with: %s", async (_, input) => {
    expect(await listed(partner, input)).toContain(shared);
    expect(await listed(staging, input)).not.toContain(shared);
  });

  it("is not found by the other account as its own, or by a tag of the owner", async () => {
    expect(await listed(partner, { Owners: ["self"] })).toEqual([]);
    expect(await listed(partner, { Filters: [{ Name: "tag:team", Values: ["web"] }] })).toEqual([]);
    expect(await listed(owner, { Filters: [{ Name: "tag:team", Values: ["web"] }] })).toEqual([shared]);
  });

  it("can be launched by the account that it is shared with, and the instance names it", async () => {
    const id = await launch(partner, { ImageId: shared });
    const { Reservations } = await partner.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    expect(Reservations?.[0]?.Instances?.[0]).toMatchObject({
      ImageId: shared,
      Architecture: "arm64",
      RootDeviceName: "/dev/xvda",
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda" }],
    });
  });

  it("does not exist for a third account, which cannot launch it either", async () => {
    expect(await failureOf(imageOf(staging, shared))).toMatchObject({
      ...notFound,
      message: `The image id '[${shared}]' does not exist`,
    });
    expect(await failureOf(launch(staging, { ImageId: shared }))).toMatchObject(notFound);
    expect(await failureOf(share(staging, shared, APP_STAGING_ID))).toMatchObject(notFound);
  });

  it("does not exist in another Region", async () => {
    const elsewhere = await test.client(EC2Client, "partner", "eu-central-1");
    expect(await failureOf(imageOf(elsewhere, shared))).toMatchObject(notFound);
    expect(await failureOf(launch(elsewhere, { ImageId: shared }))).toMatchObject(notFound);
  });

  it("can be changed and deregistered only by its owner, who alone can read its launch permissions", async () => {
    const refused = { code: "AuthFailure", attempts: 1 };
    expect(await failureOf(share(partner, shared, APP_STAGING_ID))).toMatchObject(refused);
    expect(await failureOf(partner.send(new DeregisterImageCommand({ ImageId: shared })))).toMatchObject(refused);
    const asked = { ImageId: shared, Attribute: "launchPermission" } as const;
    expect(await failureOf(partner.send(new DescribeImageAttributeCommand(asked)))).toMatchObject(refused);
    const Tags = [{ Key: "team", Value: "partner" }];
    expect(await failureOf(partner.send(new CreateTagsCommand({ Resources: [shared], Tags })))).toMatchObject({
      code: "UnsupportedOperation",
    });
    expect(await failureOf(staging.send(new CreateTagsCommand({ Resources: [shared], Tags })))).toMatchObject(notFound);
    expect((await owner.send(new DescribeImageAttributeCommand(asked))).LaunchPermissions).toEqual([
      { UserId: PARTNER_ID },
    ]);
  });

  it("can be copied by the account that it is shared with only if its snapshots are shared too", async () => {
    const copy = () =>
      partner.send(new CopyImageCommand({ SourceImageId: shared, SourceRegion: HOME_REGION, Name: "copy" }));
    expect(await failureOf(copy())).toMatchObject({
      code: "InvalidRequest",
      message: "You do not have permission to access the storage of this ami",
    });
    const SnapshotId = (await imageOf(owner, shared))?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId;
    await owner.send(
      new ModifySnapshotAttributeCommand({
        SnapshotId,
        Attribute: "createVolumePermission",
        OperationType: "add",
        UserIds: [PARTNER_ID],
      }),
    );
    const { ImageId = "" } = await copy();
    expect(await imageOf(partner, ImageId)).toMatchObject({ OwnerId: PARTNER_ID, Name: "copy", SourceImageId: shared });
    expect(await failureOf(imageOf(owner, ImageId))).toMatchObject(notFound);
  });

  it("no longer exists for the other account once its launch permission is removed", async () => {
    const id = await createImage(owner, instanceId, "taken back");
    await share(owner, id, PARTNER_ID);
    const change = { ImageId: id, LaunchPermission: { Remove: [{ UserId: PARTNER_ID }] } };
    await owner.send(new ModifyImageAttributeCommand(change));
    expect(await failureOf(imageOf(partner, id))).toMatchObject(notFound);
  });

  it("can be shared with the accounts of an organization or OU, and with nobody outside", async () => {
    const arn = (rest: string) => `arn:aws:organizations::${MANAGEMENT_ID}:${rest}`;
    const production = await createImage(owner, instanceId, "for production");
    const OrganizationalUnitArn = arn(`ou/${ORGANIZATION_ID}/${PRODUCTION_ID}`);
    await owner.send(
      new ModifyImageAttributeCommand({ ImageId: production, LaunchPermission: { Add: [{ OrganizationalUnitArn }] } }),
    );
    expect(await listed(prod, { ExecutableUsers: ["self"] })).toEqual([production]);
    expect(await failureOf(imageOf(staging, production))).toMatchObject(notFound);

    const all = await createImage(owner, instanceId, "for the organization");
    const OrganizationArn = arn(`organization/${ORGANIZATION_ID}`);
    await owner.send(
      new ModifyImageAttributeCommand({ ImageId: all, LaunchPermission: { Add: [{ OrganizationArn }] } }),
    );
    expect(await listed(staging, { ExecutableUsers: ["self"] })).toEqual([all]);
    expect(await failureOf(imageOf(partner, all))).toMatchObject(notFound);
  });

  it("has its owner's account as ec2:Owner for every caller", async () => {
    const iam = await test.client(IAMClient, "partner");
    await iam.send(new CreateUserCommand({ UserName: "sharer" }));
    const statement = (Owner: string) => ({
      Effect: "Allow",
      Action: "ec2:ModifyImageAttribute",
      Resource: "*",
      Condition: { StringEquals: { "ec2:Owner": Owner } },
    });
    const allow = (Owner: string) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName: "sharer",
          PolicyName: "share",
          PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement(Owner)] }),
        }),
      );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "sharer" }));
    const sharer = test.clientWith(EC2Client, {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    });
    await allow(PARTNER_ID);
    expect(await failureOf(share(sharer, shared, APP_STAGING_ID))).toMatchObject({ code: "UnauthorizedOperation" });
    const own = await createImage(partner, await launch(partner), "own");
    await share(sharer, own, APP_STAGING_ID);
    // The policy allows the request, but the image still belongs to another account.
    await allow(APP_DEV_ID);
    expect(await failureOf(share(sharer, shared, APP_STAGING_ID))).toMatchObject({ code: "AuthFailure" });
  });

  it("cannot be changed if it belongs to Amazon", async () => {
    expect(await failureOf(share(owner, AMAZON_LINUX, PARTNER_ID))).toMatchObject({ code: "AuthFailure" });
    expect(await listed(owner, { Owners: ["amazon"] })).toContain(AMAZON_LINUX);
  });
});
