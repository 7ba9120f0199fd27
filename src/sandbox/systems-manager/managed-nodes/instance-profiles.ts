/** Instance profiles of instances that are launched together: moto gives the profile to the first of them only. */
import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import type { ServiceLayer } from "../../protocol/message";

export function profilesOfEveryInstance(ec2Of: (accountId: string, region: string) => EC2Client): ServiceLayer {
  return async (request, next) => {
    const response = await next(request);
    const { operation, parameters, caller, region } = request;
    const profile = {
      Name: parameters.get("IamInstanceProfile.Name") ?? undefined,
      Arn: parameters.get("IamInstanceProfile.Arn") ?? undefined,
    };
    const hasProfile = profile.Name !== undefined || profile.Arn !== undefined;
    if (operation !== "RunInstances" || !hasProfile || response.status !== 200) return response;
    const ids = [...response.body.toString().matchAll(/<instanceId>([^<]+)<\/instanceId>/g)].map(([, id = ""]) => id);
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
