/**
 * aws:runInstances: launches instances and waits until they run and have passed their status checks.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runinstance.html
 */
import { isObject, type Json, type JsonObject } from "../../document/json";
import { boolean } from "../../document/shapes";
import type { ActionContext, ActionRunner, InputsOf } from "../steps/action-runner";
import { ApiCallError, StepFailure } from "../errors";
import { call } from "../aws-calls/api";
import { instancesAre } from "../aws-calls/ec2-waiting";
import { listAt, textAt } from "../aws-calls/responses";
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
      .map((instance) => textAt(instance, "InstanceId"))
      .filter((id) => id !== undefined);
  } catch (error) {
    if (!(error instanceof ApiCallError)) throw error;
    // AWS also shows the HTTP status and the request id, which are not known here.
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

/** `true` stands for the member that the API has. */
function monitoringOf(monitoring: Json): JsonObject {
  return isObject(monitoring) ? monitoring : { Enabled: readValue(monitoring, boolean(), "Monitoring") ?? false };
}

/** The input is Base64, and boto3 encodes what it is given once more. */
function decoded(userData: string): string {
  const bytes = Buffer.from(userData, "base64");
  const decodedText = bytes.toString("utf8");
  const compact = userData.replace(/\s/g, "").replace(/=+$/, "");
  if (bytes.toString("base64").replace(/=+$/, "") !== compact || !Buffer.from(decodedText).equals(bytes)) {
    throw invalid("UserData is no text in Base64");
  }
  return decodedText;
}
