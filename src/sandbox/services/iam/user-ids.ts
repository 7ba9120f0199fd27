/** Shows the unique ids of users in AWS's form, in every answer of IAM. */
import { userIdOf } from "../../identities/user-ids";
import type { ServiceLayer } from "../../protocol/message";

export function userIds(): ServiceLayer {
  return async (request, next) => {
    const response = await next(request);
    const body = response.body.toString();
    if (!body.includes("<UserId>")) return response;
    const shown = body.replace(/<UserId>([^<]*)<\/UserId>/g, (_, id: string) => `<UserId>${userIdOf(id)}</UserId>`);
    return { ...response, body: Buffer.from(shown) };
  };
}
