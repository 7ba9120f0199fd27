/** Keys that AWS makes and manages for its services, such as that of `alias/aws/ebs`: to moto they are the customer's. */
import { isList, isObject } from "../../../document/json";
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

async function isAwsManaged(request: CallerRequest, KeyId: unknown, next: Handler): Promise<boolean> {
  const response = await next({
    ...request,
    operation: "ListAliases",
    headers: { ...request.headers, "x-amz-target": "TrentService.ListAliases" },
    body: Buffer.from(JSON.stringify({ KeyId })),
  });
  const answer: unknown = response.status === 200 ? JSON.parse(response.body.toString()) : {};
  const aliases = isObject(answer) ? answer["Aliases"] : undefined;
  return isList(aliases) && aliases.some((alias) => isObject(alias) && isReserved(String(alias["AliasName"])));
}

/** Nobody else can make such an alias. */
function isReserved(aliasName: string): boolean {
  return aliasName.startsWith("alias/aws/");
}
