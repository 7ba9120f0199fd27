/**
 * The results of AMI sharing. The association, its execution and the image are read in the account that shares. Then the image is
 * read from the accounts that it is shared with, and from one that it is not shared with.
 */
import { DescribeImageAttributeCommand, DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeAssociationExecutionsCommand,
  DescribeAssociationExecutionTargetsCommand,
  GetAutomationExecutionCommand,
  ListAssociationsCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { allAccounts, type Account, type Fleet } from "../fleet/model";
import { amiSharingAssociationName, organizationArn, organizationalUnitArn, organizationPath } from "../fleet/names";
import { equals, type Access, type Fact } from "./checks/check";
import type { LocalFleet } from "./local-fleet";

/** One image that an association has created and shared. */
export interface SharedImage {
  readonly account: string;
  readonly region: string;
  /** Of the association. */
  readonly status: string;
  /** Of the execution on the instance. */
  readonly executionId: string;
  readonly instance: string;
  /** Empty if the execution created no image. */
  readonly imageId: string;
  /** Who may launch it, as its owner reads it: account ids, and ARNs of organizations and organizational units. */
  readonly sharedWith: readonly string[];
  /** By account id: whether the account can describe the image. */
  readonly describedBy: ReadonlyMap<string, boolean>;
}

/** The images of every account that shares images, in every Region. */
export async function readSharedImages(local: LocalFleet): Promise<readonly SharedImage[]> {
  const { fleet } = local;
  const images = await Promise.all(
    sharingAccounts(fleet).flatMap((account) => account.regions.map((region) => imagesIn(local, account, region))),
  );
  return images.flat();
}

/** The expected facts about shared images. */
export function sharedImageFacts(images: readonly SharedImage[], fleet: Fleet): readonly Fact[] {
  return sharingAccounts(fleet).flatMap((account) =>
    account.regions.flatMap((region) => {
      const where = account.regions.length > 1 ? ` in ${region}` : "";
      const own = images.filter((image) => image.account === account.name && image.region === region);
      const recipients = recipientIds(fleet, account);
      return [
        equals(
          account,
          `association created an image of the EC2 target${where}`,
          own.map(({ status, imageId }) => [status, imageId.startsWith("ami-")]),
          [["Success", true]],
        ),
        equals(
          account,
          `image is shared only with the accounts of fleet.yaml${where}`,
          own.map(({ sharedWith }) => [...sharedWith].sort()),
          [namedRecipients(fleet, account)],
        ),
        equals(
          account,
          `only those accounts can describe the image${where}`,
          own.map(({ describedBy }) => [...describedBy].filter(([id, can]) => can !== recipients.includes(id))),
          [[]],
        ),
      ];
    }),
  );
}

/** What the fleet file names, as EC2 stores it. */
function namedRecipients(fleet: Fleet, { amiSharing }: Account): readonly string[] {
  return [
    ...(amiSharing?.accountIds ?? []),
    ...(amiSharing?.wholeOrganization === true ? [organizationArn(fleet)] : []),
    ...(amiSharing?.organizationalUnitIds ?? []).map((id) => organizationalUnitArn(fleet, id)),
  ].sort();
}

/** The accounts that this means, besides the account that shares. */
function recipientIds(fleet: Fleet, { id: own, amiSharing }: Account): readonly string[] {
  const units = amiSharing?.organizationalUnitIds ?? [];
  const inOrganization = allAccounts(fleet).filter(
    ({ parentId }) =>
      amiSharing?.wholeOrganization === true ||
      organizationPath(fleet, parentId)
        .split("/")
        .some((id) => units.includes(id)),
  );
  return [...(amiSharing?.accountIds ?? []), ...inOrganization.map(({ id }) => id)].filter((id) => id !== own);
}

function sharingAccounts(fleet: Fleet): readonly Account[] {
  return allAccounts(fleet).filter(({ amiSharing }) => amiSharing !== undefined);
}

async function imagesIn(local: LocalFleet, account: Account, region: string): Promise<readonly SharedImage[]> {
  if (account.amiSharing === undefined) return [];
  const access = { ...(await local.accessTo(account.id)), region };
  const ssm = new SSMClient(access);
  const name = amiSharingAssociationName(account.amiSharing);
  const { Associations: associations = [] } = await ssm.send(
    new ListAssociationsCommand({ AssociationFilterList: [{ key: "AssociationName", value: name }] }),
  );
  const found = await Promise.all(
    associations.map(async ({ AssociationId = "", Overview: overview }) => {
      const targets = await newestTargets(ssm, AssociationId);
      return Promise.all(
        targets.map(async ({ instance, executionId }) => ({
          account: account.name,
          region,
          status: overview?.Status ?? "",
          executionId,
          instance,
          ...(await imageOf(local, account, access, await imageIdOf(ssm, executionId))),
        })),
      );
    }),
  );
  return found.flat();
}

/** The instances of an association's newest run, each with its execution. */
async function newestTargets(ssm: SSMClient, AssociationId: string) {
  const { AssociationExecutions: runs = [] } = await ssm.send(
    new DescribeAssociationExecutionsCommand({ AssociationId }),
  );
  const { AssociationExecutionTargets: targets = [] } = await ssm.send(
    new DescribeAssociationExecutionTargetsCommand({ AssociationId, ExecutionId: runs[0]?.ExecutionId }),
  );
  return targets.map(({ ResourceId = "", OutputSource: source }) => ({
    instance: ResourceId,
    executionId: source?.OutputSourceId ?? "",
  }));
}

async function imageIdOf(ssm: SSMClient, AutomationExecutionId: string): Promise<string> {
  const { AutomationExecution: execution } = await ssm.send(
    new GetAutomationExecutionCommand({ AutomationExecutionId }),
  );
  return execution?.Outputs?.["convertStringListToString.Ami"]?.[0] ?? "";
}

async function imageOf(
  local: LocalFleet,
  account: Account,
  access: Access,
  imageId: string,
): Promise<Pick<SharedImage, "imageId" | "sharedWith" | "describedBy">> {
  if (!imageId.startsWith("ami-")) return { imageId: "", sharedWith: [], describedBy: new Map() };
  const { LaunchPermissions: permissions = [] } = await new EC2Client(access).send(
    new DescribeImageAttributeCommand({ ImageId: imageId, Attribute: "launchPermission" }),
  );
  const { fleet } = local;
  const others = [...allAccounts(fleet), ...fleet.externalAccounts].filter(({ id }) => id !== account.id);
  const described = await Promise.all(
    others.map(async ({ id }) => {
      const other = new EC2Client({ ...(await local.accessTo(id)), region: access.region });
      return [id, await canDescribe(other, imageId)] as const;
    }),
  );
  const sharedWith = permissions.map(
    ({ UserId, Group, OrganizationArn, OrganizationalUnitArn }) =>
      UserId ?? Group ?? OrganizationArn ?? OrganizationalUnitArn ?? "?",
  );
  return { imageId, sharedWith, describedBy: new Map(described) };
}

async function canDescribe(ec2: EC2Client, imageId: string): Promise<boolean> {
  try {
    return (await ec2.send(new DescribeImagesCommand({ ImageIds: [imageId] }))).Images?.length === 1;
  } catch (error) {
    if (error instanceof Error && error.name === "InvalidAMIID.NotFound") return false;
    throw error;
  }
}
