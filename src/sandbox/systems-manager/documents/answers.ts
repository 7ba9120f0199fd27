/** moto's answers to document operations, with the members and the messages of AWS. */
import { isObject, type JsonObject } from "../../../document/json";
import type { Location } from "../../../iam/location";
import { AwsError } from "../../protocol/aws-error";
import type { AwsResponse } from "../../protocol/message";
import { unwrapCalendar } from "./calendar";
import type { DocumentDescriptions } from "./descriptions";

/**
 * The answer of an operation on a document of an account.
 * @param asked the name or ARN in the request
 * @throws AwsError for moto's InvalidDocument and DocumentAlreadyExists
 */
export async function answered(
  response: AwsResponse,
  location: Location,
  asked: string,
  descriptions: DocumentDescriptions,
): Promise<AwsResponse> {
  const body: unknown = response.body.length === 0 ? undefined : JSON.parse(response.body.toString());
  if (!isObject(body)) return response;
  if (response.status !== 200) {
    const code = typeof body["__type"] === "string" ? body["__type"].split("#").at(-1) : undefined;
    if (code === "InvalidDocument") throw new AwsError(code, `Document with name ${asked} does not exist.`);
    if (code === "DocumentAlreadyExists") throw new AwsError(code, `Document with same name ${asked} already exists`);
    return response;
  }
  const complete = async (member: unknown): Promise<unknown> => {
    if (!isObject(member) || typeof member["DocumentType"] !== "string") return member;
    // The document of another account, which shares it.
    const owner = typeof member["Owner"] === "string" ? { ...location, accountId: member["Owner"] } : location;
    return descriptions.complete(owner, member as JsonObject);
  };
  const entries = Object.entries(body).map(async ([key, value]) => [key, await complete(value)] as const);
  return withBody(response, Object.fromEntries(await Promise.all(entries)));
}

/** The answer of GetDocument with the members that moto has only in descriptions. */
export function contentAnswered(
  response: AwsResponse,
  { CreatedDate, DisplayName }: { readonly CreatedDate?: Date | undefined; readonly DisplayName?: string | undefined },
): AwsResponse {
  const body = JSON.parse(response.body.toString()) as Readonly<Record<string, unknown>>;
  const isCalendar = body["DocumentType"] === "ChangeCalendar";
  return withBody(response, {
    ...body,
    ...(CreatedDate !== undefined && { CreatedDate: CreatedDate.getTime() / 1000 }),
    ...(DisplayName !== undefined && { DisplayName }),
    ...(isCalendar && { Content: unwrapCalendar(String(body["Content"])), DocumentFormat: "TEXT" }),
  });
}

function withBody(response: AwsResponse, body: object): AwsResponse {
  return { ...response, body: Buffer.from(JSON.stringify(body)) };
}
