/**
 * DescribeTrails with a list of names or ARNs describes those trails. moto describes all.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
import { objectsOf, stringsOf } from "../../protocol/input";
import type { ServiceLayer } from "../../protocol/message";
import { correctedJson } from "./corrected-json";

export function describedTrails(): ServiceLayer {
  return async (request, next) => {
    const response = await next(request);
    const asked = stringsOf(request.input, "trailNameList");
    if (request.operation !== "DescribeTrails" || asked.length === 0) return response;
    return correctedJson(response, (answer) => ({
      ...answer,
      trailList: objectsOf(answer, "trailList").filter((trail) =>
        [trail["Name"], trail["TrailARN"]].some((name) => asked.includes(String(name))),
      ),
    }));
  };
}
