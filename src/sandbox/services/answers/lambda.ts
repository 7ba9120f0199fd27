/** A function that cannot run because moto runs functions in Docker. moto answers with Docker's error as the function's own. */
import { AwsError } from "../../protocol/aws-error";
import type { ServiceLayer } from "../../protocol/message";

const NO_DOCKER = "error running docker: ";

export function functionsInDocker(): ServiceLayer {
  return async (request, next) => {
    const response = await next(request);
    if (request.operation !== "Invoke" || !response.body.toString().startsWith(NO_DOCKER)) return response;
    throw new AwsError(
      "NotImplemented",
      "Fleetbook's sandbox runs Lambda functions in Docker, and Docker does not answer on this machine. Start it, or replace the step that calls the function.",
      501,
    );
  };
}
