/**
 * AWS managed keys, such as `alias/aws/ebs`. moto describes them as customer managed.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
 */
import { isObject } from "../../../document/json";
import { ask } from "../../protocol/ask";
import { objectsOf } from "../../protocol/input";
import type { CallerRequest, Handler, ServiceLayer } from "../../protocol/message";

export function awsManagedKeys(): ServiceLayer {
  return async (request, next) => {
    const response = await next(request);
    if (request.operation !== "DescribeKey" || response.status !== 200) return response;
    const answer: unknown = JSON.parse(response.body.toString());
    const metadata = isObject(answer) ? answer["KeyMetadata"] : undefined;
    if (!isObject(metadata) || !(await isAwsManaged(request, metadata["KeyId"], next))) return response;
    return { ...response, body: Buffer.from(JSON.stringify({ KeyMetadata: { ...metadata, KeyManager: "AWS" } })) };
  };
}

async function isAwsManaged({ caller, region }: CallerRequest, KeyId: unknown, next: Handler): Promise<boolean> {
  const question = { service: "kms", region, operation: "ListAliases", input: { KeyId } } as const;
  const answer = await ask((request) => next({ ...request, caller }), question);
  return objectsOf(answer ?? {}, "Aliases").some((alias) => isReserved(String(alias["AliasName"])));
}

/** Only AWS can create such an alias. */
function isReserved(aliasName: string): boolean {
  return aliasName.startsWith("alias/aws/");
}
