/** aws:runInstances: launches instances and waits until they run and have passed their status checks. */
import type { Json, JsonObject } from "../../document/json";
import type { ActionContext, ActionRunner } from "../steps/action-runner";
import { ApiCallError, StepFailure } from "../errors";
import { call } from "../aws-calls/api";
import { instancesAre } from "../aws-calls/ec2-waiting";
import { flag, input, integer, invalid, map, maps, read, required, text, texts } from "./inputs";
import { listAt, textAt } from "../aws-calls/responses";

const LAUNCHING = "Automation Step Execution fails when it is launching the instance(s)";
const VERIFYING = "Step fails when it's verifying launched instance(s) are ready to be used";

/** AWS's default, old as it is. */
const DEFAULT_TYPE = "m1.small";

export const runInstances: ActionRunner = async (context) => {
  const instanceIds = await launch(context);
  const states = await instancesAre(context, instanceIds, "running", { deadEnds: ["stopped"], opening: VERIFYING });
  return { outputs: { InstanceIds: instanceIds, InstanceStates: states } };
};

async function launch(context: ActionContext): Promise<readonly string[]> {
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

function requestOf(inputs: JsonObject): JsonObject {
  const least = input(inputs, "MinInstanceCount", integer) ?? 1;
  const userData = input(inputs, "UserData", text);
  const monitoring = inputs["Monitoring"];
  const profile = {
    Arn: input(inputs, "IamInstanceProfileArn", text),
    Name: input(inputs, "IamInstanceProfileName", text),
  };
  return {
    ImageId: required(inputs, "ImageId", text),
    InstanceType: input(inputs, "InstanceType", text) ?? DEFAULT_TYPE,
    MinCount: least,
    MaxCount: input(inputs, "MaxInstanceCount", integer) ?? least,
    ...read(inputs, OPTIONS),
    ...(profile.Arn !== undefined && { IamInstanceProfile: { Arn: profile.Arn } }),
    ...(profile.Name !== undefined && { IamInstanceProfile: { Name: profile.Name } }),
    ...(monitoring !== undefined && monitoring !== null && { Monitoring: monitoringOf(monitoring) }),
    ...(userData !== undefined && { UserData: decoded(userData) }),
  };
}

const OPTIONS = {
  AdditionalInfo: text,
  BlockDeviceMappings: maps,
  ClientToken: text,
  DisableApiTermination: flag,
  EbsOptimized: flag,
  InstanceInitiatedShutdownBehavior: text,
  KernelId: text,
  KeyName: text,
  MetadataOptions: map,
  NetworkInterfaces: maps,
  Placement: map,
  PrivateIpAddress: text,
  RamdiskId: text,
  SecurityGroupIds: texts,
  SecurityGroups: texts,
  SubnetId: text,
  TagSpecifications: maps,
};

/** `true` stands for the member that the API has. */
function monitoringOf(monitoring: Json): JsonObject {
  return typeof monitoring === "object"
    ? (input({ monitoring }, "monitoring", map) ?? {})
    : { Enabled: input({ Monitoring: monitoring }, "Monitoring", flag) ?? false };
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
