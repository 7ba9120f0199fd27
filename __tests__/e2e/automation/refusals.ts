/** Refused starts: AWS's error names, and messages with a remedy. */
import { ADMINISTRATION_ROLE_ARN, DEV, REGION, type Operator } from "./operator";

interface Refused {
  readonly document?: string;
  readonly parameters?: string;
  readonly targetParameter?: string;
  readonly locations?: readonly object[];
  readonly others?: readonly string[];
}

const ROLE = `AutomationAssumeRole=${ADMINISTRATION_ROLE_ARN}`;

export function refusals(operator: () => Operator): void {
  const refusalOf = (asked: Refused): Promise<string> => {
    const { document = "check-os", parameters = ROLE, targetParameter = "InstanceId", others = [] } = asked;
    const { locations = [{ Accounts: [DEV], Regions: [REGION] }] } = asked;
    return operator().refusal(
      "management",
      ...["start-automation-execution", "--document-name", document, "--parameters", parameters],
      ...["--target-parameter-name", targetParameter, "--targets", "Key=AWS::EC2::Instance,Values=*"],
      ...["--target-locations", JSON.stringify(locations), ...others],
    );
  };

  it.each<[string, Refused, string, string]>([
    ["an unknown document", { document: "check-so" }, "AutomationDefinitionNotFoundException", "check-so"],
    [
      "a document of another type",
      { document: "AWS-RunShellScript" },
      "AutomationDefinitionNotFoundException",
      "AWS-RunShellScript",
    ],
    [
      "an unknown version",
      { others: ["--document-version", "9"] },
      "AutomationDefinitionVersionNotFoundException",
      "check-os",
    ],
    [
      "a parameter that the document does not have",
      { parameters: `${ROLE},CheckDisk=check` },
      "InvalidAutomationExecutionParametersException",
      "CheckDisk",
    ],
    [
      "a value that is not allowed",
      { parameters: `${ROLE},CheckNTP=yes` },
      "InvalidAutomationExecutionParametersException",
      '"yes" is not among the allowedValues',
    ],
    [
      "a target parameter in the wrong case",
      { targetParameter: "instanceId" },
      "InvalidAutomationExecutionParametersException",
      "instanceId",
    ],
    [
      "a role that does not exist",
      { parameters: "AutomationAssumeRole=arn:aws:iam::111111111111:role/nobody" },
      "InvalidAutomationExecutionParametersException",
      "The defined assume role is unable to be assumed.",
    ],
    [
      "a parameter that is not the ARN of a role",
      { parameters: "AutomationAssumeRole=administrator" },
      "InvalidAutomationExecutionParametersException",
      "The format of the supplied assume role ARN is invalid.",
    ],
    [
      "a role of another account",
      { parameters: `AutomationAssumeRole=arn:aws:iam::${DEV}:role/anybody` },
      "AccessDeniedException",
      "Cross-account pass role is not allowed",
    ],
    ["a malformed account id", { locations: [{ Accounts: ["1234"], Regions: [REGION] }] }, "InvalidTarget", "1234"],
    ["a location without accounts", { locations: [{ Regions: [REGION] }] }, "ValidationException", "accounts"],
    ["a concurrency of zero", { others: ["--max-concurrency", "0"] }, "ValidationException", "maxConcurrency"],
  ])("get AWS's error for %s", async (_, asked, code, text) => {
    const message = await refusalOf(asked);
    expect(message).toContain(`An error occurred (${code}) when calling the StartAutomationExecution operation: `);
    expect(message).toContain(text);
  });

  it("get the name of a missing parameter", async () => {
    const started = ["start-automation-execution", "--document-name", "check-os", "--parameters", ROLE];
    await expect(operator().refusal("management", ...started)).resolves.toMatch(
      /\(InvalidAutomationExecutionParametersException\).*InstanceId/,
    );
  });

  it.each([
    ["no steps", { mainSteps: [] }, 'Missing "mainSteps" in the document.'],
    ["an unknown action", { mainSteps: [{ name: "a", action: "aws:dance", inputs: {} }] }, "Unknown action: aws:dance"],
    [
      "a nextStep that does not exist",
      { mainSteps: [{ name: "a", action: "aws:pause", nextStep: "b", inputs: {} }] },
      'Unknown step name: "b" in nextStep',
    ],
  ])("cannot create a document with %s", async (_, content, sentence) => {
    const create = ["create-document", "--name", "broken", "--document-type", "Automation", "--content"];
    const message = await operator().refusal(
      "management",
      ...create,
      JSON.stringify({ schemaVersion: "0.3", ...content }),
    );
    expect(message).toContain(
      `An error occurred (InvalidDocumentContent) when calling the CreateDocument operation: ${sentence}`,
    );
  });
}
