/** What a service does with the rights of its caller besides the call itself, as permissions that the call needs. */
import { keyUses, linkedRole, linkedRoleArn, viaService } from "../../../iam/resources/implied-calls";
import type { Call } from "../call";
import type { RequiredPermission } from "../required-permission";
import type { ResourceFacts } from "../resource-facts";
import { keyArn } from "./other";

const S3_KEY = "x-amz-server-side-encryption-aws-kms-key-id";

/** The permissions that the call needs because of one of its IAM actions. */
export function impliedPermissions(call: Call, action: string, facts: ResourceFacts): readonly RequiredPermission[] {
  const { prefix, input, location, request, caller } = call;
  const parameters = prefix === "s3" ? { SSEKMSKeyId: request.headers[S3_KEY] } : input;
  const context = {
    "kms:CallerAccount": caller.accountId,
    "kms:GrantIsForAWSResource": "true",
    "kms:ViaService": viaService(prefix, location),
    "aws:ViaAWSService": "true",
  };
  const role = linkedRole(action);
  return [
    ...keyUses(action, parameters).flatMap(({ key, actions }) =>
      actions.map((one) => ({ action: one, resource: keyArn(call, key, facts), context })),
    ),
    ...(role === undefined
      ? []
      : [
          {
            action: "iam:CreateServiceLinkedRole",
            resource: linkedRoleArn(role, location),
            context: { "iam:AWSServiceName": role.service, "aws:ViaAWSService": "true" },
            unlessRole: role.name,
          },
        ]),
  ];
}
