/** Instance profiles of instances that are launched together: moto attaches the profile to the first instance only. */
import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { isObject } from "../../../document/json";
import { stringOf } from "../../protocol/input";
import type { ServiceLayer } from "../../protocol/message";
import { xmlTexts } from "../../protocol/xml";

export function profilesOfEveryInstance(ec2Of: (accountId: string, region: string) => EC2Client): ServiceLayer {
  return async (request, next) => {
    const response = await next(request);
    const { operation, input, caller, region } = request;
    const asked = input["IamInstanceProfile"];
    if (operation !== "RunInstances" || !isObject(asked) || response.status !== 200) return response;
    const profile = { Name: stringOf(asked, "Name"), Arn: stringOf(asked, "Arn") };
    const ids = [...xmlTexts(response.body.toString(), "instanceId")];
    if (ids.length < 2) return response;
    const ec2 = ec2Of(caller.accountId, region);
    const { IamInstanceProfileAssociations: associations = [] } = await ec2.send(
      new DescribeIamInstanceProfileAssociationsCommand({ Filters: [{ Name: "instance-id", Values: ids }] }),
    );
    const have = new Set(associations.map(({ InstanceId }) => InstanceId));
    for (const id of ids.filter((each) => !have.has(each))) {
      await ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId: id, IamInstanceProfile: profile }));
    }
    return response;
  };
}
