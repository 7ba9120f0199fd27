/**
 * aws:runInstances: launches instances and waits until they are running and have passed their status checks.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runinstance.html
 */
import { isObject } from "../../diagnostics/json";
import type { Json, JsonObject } from "../../document/json";
import { boolean } from "../../document/shapes";
import type { ActionContext, ActionRunner, InputsOf } from "../steps/action-runner";
import { ApiCallError, StepFailure } from "../errors";
import { call } from "../aws-calls/api";
import { instancesAre } from "../aws-calls/ec2-waiting";
import { listAt, stringAt } from "../aws-calls/responses";
import { invalid, readValue } from "../program/read-input";

const LAUNCHING = "Automation Step Execution fails when it is launching the instance(s)";
const VERIFYING = "Step fails when it's verifying launched instance(s) are ready to be used";

export const runInstances: ActionRunner<"aws:runInstances"> = async (context) => {
  const instanceIds = await launch(context);
  const states = await instancesAre(context, instanceIds, "running", { deadEnds: ["stopped"], opening: VERIFYING });
  return { outputs: { InstanceIds: instanceIds, InstanceStates: states } };
};

async function launch(context: ActionContext<InputsOf<"aws:runInstances">>): Promise<readonly string[]> {
  const request = requestOf(context.inputs);
  try {
    const response = await call(context, "ec2", "RunInstances", request);
    return listAt(response, "Instances")
      .map((instance) => stringAt(instance, "InstanceId"))
      .filter((id) => id !== undefined);
  } catch (error) {
    if (!(error instanceof ApiCallError)) throw error;
    // AWS also shows the HTTP status and the request ID, which are unknown here.
    const details = `[${error.message} (Service: AmazonEC2; Error Code: ${error.code})]`;
    throw new StepFailure(
      `Get Exception from RunInstances API of ec2 Service. Exception Message from RunInstances API: ${details}`,
      "Invocation",
      "Action",
      {},
      undefined,
      LAUNCHING,
    );
  }
}

function requestOf(inputs: InputsOf<"aws:runInstances">): JsonObject {
  const { MinInstanceCount, MaxInstanceCount, IamInstanceProfileArn, IamInstanceProfileName, ...others } = inputs;
  const { Monitoring, UserData, ...request } = others;
  return {
    ...request,
    MinCount: MinInstanceCount,
    MaxCount: MaxInstanceCount ?? MinInstanceCount,
    ...(IamInstanceProfileArn !== undefined && { IamInstanceProfile: { Arn: IamInstanceProfileArn } }),
    ...(IamInstanceProfileName !== undefined && { IamInstanceProfile: { Name: IamInstanceProfileName } }),
    ...(Monitoring !== undefined && { Monitoring: monitoringOf(Monitoring) }),
    ...(UserData !== undefined && { UserData: decoded(UserData) }),
  };
}

/** Converts a Boolean to the member of the API. */
function monitoringOf(monitoring: Json): JsonObject {
  return isObject(monitoring) ? monitoring : { Enabled: readValue(monitoring, boolean(), "Monitoring") ?? false };
}

/** The input is Base64. boto3 encodes its parameter, so it needs the decoded string. */
function decoded(userData: string): string {
  const bytes = Buffer.from(userData, "base64");
  const decodedString = bytes.toString("utf8");
  const compact = userData.replace(/\s/g, "").replace(/=+$/, "");
  if (bytes.toString("base64").replace(/=+$/, "") !== compact || !Buffer.from(decodedString).equals(bytes)) {
    throw invalid("UserData is not a string encoded in Base64");
  }
  return decodedString;
}
