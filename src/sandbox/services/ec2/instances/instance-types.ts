/**
 * The type of a new instance: it must exist, and its processor must be the one that the image is for. moto launches everything.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { AwsError } from "../../../protocol/aws-error";

type Ec2Of = (accountId: string, region: string) => sdk.EC2Client;

/** @throws AwsError InvalidParameterValue as EC2 refuses */
export type CheckInstanceType = (
  type: string | undefined,
  architecture: string,
  place: { readonly accountId: string; readonly region: string },
) => Promise<void>;

export function instanceTypes(ec2Of: Ec2Of): CheckInstanceType {
  /** The architectures of each type; none if there is no such type. */
  const known = new Map<string, readonly string[]>();
  return async (type, architecture, { accountId, region }) => {
    if (type === undefined) return;
    const architectures = known.get(type) ?? (await architecturesOf(ec2Of(accountId, region), type));
    known.set(type, architectures);
    const [first] = architectures;
    if (first === undefined) throw new AwsError("InvalidParameterValue", `Invalid value '${type}' for InstanceType.`);
    if (architectures.includes(architecture)) return;
    throw new AwsError(
      "InvalidParameterValue",
      `The architecture '${architectures.join(",")}' of the specified instance type does not match the architecture '${architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
    );
  };
}

async function architecturesOf(ec2: sdk.EC2Client, type: string): Promise<readonly string[]> {
  const command = new sdk.DescribeInstanceTypesCommand({ InstanceTypes: [type as sdk._InstanceType] });
  try {
    const { InstanceTypes: [found] = [] } = await ec2.send(command);
    return found?.ProcessorInfo?.SupportedArchitectures ?? [];
  } catch (error) {
    if (error instanceof sdk.EC2ServiceException) return [];
    throw error;
  }
}
