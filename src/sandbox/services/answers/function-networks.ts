/**
 * The VPC of a Lambda function, which follows from its subnets. moto names one that does not exist.
 * https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfigResponse.html
 */
import { DescribeSubnetsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { isList, isObject } from "../../../document/json";
import { stringsOf, type Input } from "../../protocol/input";
import type { ServiceLayer } from "../../protocol/message";

const MOTOS_VPC = '"vpc-123abc"';

export function functionNetworks(ec2Of: (accountId: string, region: string) => EC2Client): ServiceLayer {
  return async (request, next) => {
    const response = await next(request);
    const text = response.body.toString();
    if (!text.includes(MOTOS_VPC)) return response;
    const answer: unknown = JSON.parse(text);
    const SubnetIds = configurationsIn(answer).flatMap((each) => stringsOf(each, "SubnetIds"));
    const vpcs = await vpcsOf(ec2Of(request.caller.accountId, request.region), [...new Set(SubnetIds)]);
    return {
      ...response,
      body: Buffer.from(JSON.stringify(answer, (name, value: unknown) => corrected(name, value, vpcs))),
    };
  };
}

function configurationsIn(value: unknown): readonly Input[] {
  if (isList(value)) return value.flatMap(configurationsIn);
  if (!isObject(value)) return [];
  const { VpcConfig } = value;
  return [...(isObject(VpcConfig) ? [VpcConfig] : []), ...Object.values(value).flatMap(configurationsIn)];
}

function corrected(name: string, value: unknown, vpcs: ReadonlyMap<string, string>): unknown {
  if (name !== "VpcConfig" || !isObject(value)) return value;
  return { ...value, VpcId: vpcs.get(stringsOf(value, "SubnetIds")[0] ?? "") ?? "" };
}

/** By subnet. A subnet that does not exist is in none. */
async function vpcsOf(ec2: EC2Client, SubnetIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const Filters = [{ Name: "subnet-id", Values: [...SubnetIds] }];
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
  return new Map(Subnets.map(({ SubnetId = "", VpcId = "" }) => [SubnetId, VpcId]));
}
