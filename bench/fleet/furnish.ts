/** Fills the accounts of a sandbox through its API with what running check-os takes: roles, the shared document, instances. */
import { DescribeInstancesCommand, EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateDocumentCommand,
  DescribeInstanceInformationCommand,
  GetParameterCommand,
  ModifyDocumentPermissionCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { renderYaml } from "../../src/document/render";
import { OperationError } from "../../src/diagnostics/errors";
import type { Account, Fleet } from "../../src/fleet/model";
import {
  ADMINISTRATION_ROLE_NAME,
  administrationRoleArn,
  awsManagedPolicyArn,
  EXECUTION_ROLE_NAME,
  executionRoleArn,
  INSTANCE_ROLE_NAME,
  roleArn,
} from "../../src/fleet/names";
import { checkOs } from "../../runbooks/check-os";
import { policyJson } from "../../stacks/constructs/policy";
import type { BenchSandbox } from "./bench-sandbox";

/** What a measurement needs to know of an instance to run a script on the same node without the sandbox. */
export interface FurnishedInstance {
  readonly id: string;
  readonly account: Account;
  readonly privateIpAddress: string;
}

const IMAGE = "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-arm64-gp2";
/** ModifyDocumentPermission takes so many at a time. */
const ACCOUNTS_AT_ONCE = 20;

/** @returns the instances, all of which are managed nodes. @throws OperationError if one is not */
export async function furnish(sandbox: BenchSandbox, instancesEach: number): Promise<readonly FurnishedInstance[]> {
  const { fleet } = sandbox;
  await furnishAdministrator(sandbox);
  const instances = await Promise.all(
    fleet.memberAccounts.map((account) => furnishMember(sandbox, account, instancesEach)),
  );
  return instances.flat();
}

async function furnishAdministrator({ fleet, access }: BenchSandbox): Promise<void> {
  const { administratorAccount, memberAccounts } = fleet;
  const settings = await access(administratorAccount);
  const [iam, ssm] = [new IAMClient(settings), new SSMClient(settings)];
  const RoleName = ADMINISTRATION_ROLE_NAME;
  await createRole(iam, RoleName, { Service: "ssm.amazonaws.com" });
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: "administration",
      PolicyDocument: policyJson(
        { Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArn(fleet, "*", EXECUTION_ROLE_NAME) },
        {
          Effect: "Allow",
          Action: ["organizations:ListAccountsForParent", "organizations:ListChildren"],
          Resource: "*",
        },
      ),
    }),
  );
  const { name: Name, targetType: TargetType, document } = checkOs;
  await ssm.send(
    new CreateDocumentCommand({
      Name,
      TargetType,
      DocumentType: "Automation",
      DocumentFormat: "YAML",
      Content: renderYaml(document),
    }),
  );
  for (let first = 0; first < memberAccounts.length; first += ACCOUNTS_AT_ONCE) {
    const AccountIdsToAdd = memberAccounts.slice(first, first + ACCOUNTS_AT_ONCE).map(({ id }) => id);
    await ssm.send(new ModifyDocumentPermissionCommand({ Name, PermissionType: "Share", AccountIdsToAdd }));
  }
}

async function furnishMember(
  { fleet, access }: BenchSandbox,
  account: Account,
  instancesEach: number,
): Promise<readonly FurnishedInstance[]> {
  const settings = await access(account);
  const iam = new IAMClient(settings);
  await createRole(iam, EXECUTION_ROLE_NAME, { AWS: administrationRoleArn(fleet) }, { Service: "ssm.amazonaws.com" });
  await attach(iam, fleet, EXECUTION_ROLE_NAME, "service-role/AmazonSSMAutomationRole");
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: EXECUTION_ROLE_NAME,
      PolicyName: "execution",
      PolicyDocument: policyJson(
        { Effect: "Allow", Action: ["tag:GetResources", "ec2:DescribeInstances"], Resource: "*" },
        { Effect: "Allow", Action: "iam:PassRole", Resource: executionRoleArn(fleet, account) },
      ),
    }),
  );
  await createRole(iam, INSTANCE_ROLE_NAME, { Service: "ec2.amazonaws.com" });
  await attach(iam, fleet, INSTANCE_ROLE_NAME, "AmazonSSMManagedInstanceCore");
  const InstanceProfileName = INSTANCE_ROLE_NAME;
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: INSTANCE_ROLE_NAME }));

  const [ec2, ssm] = [new EC2Client(settings), new SSMClient(settings)];
  const { Parameter: image } = await ssm.send(new GetParameterCommand({ Name: IMAGE }));
  // Into the default VPC, whose subnets lead into the internet: all the way to Systems Manager that a node needs.
  await ec2.send(
    new RunInstancesCommand({
      ImageId: image?.Value,
      InstanceType: "t4g.nano",
      MinCount: instancesEach,
      MaxCount: instancesEach,
      IamInstanceProfile: { Name: InstanceProfileName },
    }),
  );
  return managedInstances(ec2, ssm, account, instancesEach);
}

async function managedInstances(
  ec2: EC2Client,
  ssm: SSMClient,
  account: Account,
  expected: number,
): Promise<readonly FurnishedInstance[]> {
  const { InstanceInformationList: nodes = [] } = await ssm.send(
    new DescribeInstanceInformationCommand({ MaxResults: 50 }),
  );
  if (nodes.length !== expected) {
    throw new OperationError({
      place: account.name,
      message: `${nodes.length} of ${expected} instances are managed nodes.`,
      remedy: "Look at what a managed node needs (docs/sandbox.md), and at bench/fleet/furnish.ts.",
    });
  }
  const { Reservations: reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  return reservations
    .flatMap(({ Instances: instances = [] }) => instances)
    .map(({ InstanceId: id = "", PrivateIpAddress: privateIpAddress = "" }) => ({ id, account, privateIpAddress }));
}

async function createRole(
  iam: IAMClient,
  RoleName: string,
  ...trusted: readonly ({ readonly AWS: string } | { readonly Service: string })[]
): Promise<void> {
  const AssumeRolePolicyDocument = policyJson(
    ...trusted.map((Principal) => ({ Effect: "Allow", Action: "sts:AssumeRole", Principal }) as const),
  );
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
}

async function attach(iam: IAMClient, fleet: Fleet, RoleName: string, policy: string): Promise<void> {
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: awsManagedPolicyArn(fleet, policy) }));
}
