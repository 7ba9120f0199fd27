/** Properties that a response cannot contain. */
import { findsNothing } from "../finds-nothing";
import type { Rule } from "../rule";
import { propertySelectors } from "../selectors";

export const emptyProperty: Rule = {
  id: "empty-property",
  severity: "error",
  fails: "run",
  why: "The property never has a value, so aws:assertAwsResourceProperty fails and aws:waitForAwsResourceProperty times out.",
  remedy: "Select a property that the response has, as the operation's API reference spells it.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-waitForAwsResourceProperty.html",
  check: (document) =>
    document.steps.flatMap((step) => findsNothing(step, propertySelectors(step), emptyProperty.remedy)),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: answers
    action: aws:assertAwsResourceProperty
    timeoutSeconds: 60
    inputs:
      Service: ssm
      Api: DescribeInstanceInformation
      PropertySelector: $.InstanceInformation[0].PingStatus
      DesiredValues:
        - Online
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: answers
    action: aws:assertAwsResourceProperty
    timeoutSeconds: 60
    inputs:
      Service: ssm
      Api: DescribeInstanceInformation
      PropertySelector: $.InstanceInformationList[0].PingStatus
      DesiredValues:
        - Online
`,
};
