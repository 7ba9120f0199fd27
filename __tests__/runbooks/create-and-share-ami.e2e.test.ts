import type { Runbook } from "../../src/document/model";
import { createAndShareAmi } from "../../runbooks/create-and-share-ami";
import { simulate } from "../../src/simulation/simulate";
import { describeWith } from "../requires";
import { AMI, ONLINE, scripts } from "./create-and-share-ami-answers";

/** In place of AWS-CreateImage: one that puts out what it is given. */
const puttingOut = (text: string): Runbook => ({
  name: "AWS-CreateImage",
  targetType: undefined,
  document: {
    schemaVersion: "0.3",
    parameters: { InstanceId: { type: "String" }, AutomationAssumeRole: { type: "String" } },
    mainSteps: [
      {
        name: "createImage",
        action: "aws:executeAwsApi",
        inputs: { Service: "ec2", Api: "CreateImage" },
        outputs: [{ Name: "ImageId", Selector: "$.ImageId", Type: "String" }],
      },
    ],
    outputs: [`createImage.${text}`],
  },
});

/** The scripts that call AWS; the one that calls nothing runs on Python. */
const callingAws = Object.fromEntries(Object.entries(scripts).filter(([step]) => step !== "convertStringListToString"));

describeWith(["python3"], "create-and-share-ami's script that reads the image's id", () => {
  const share = (child: Runbook) =>
    simulate(createAndShareAmi, {
      parameters: { InstanceId: "i-0123456789abcdef0", AccountId: "555555555555" },
      api: {
        "ssm:DescribeInstanceInformation": ONLINE,
        "ec2:CreateImage": { ImageId: AMI },
        "ec2:ModifyImageAttribute": {},
      },
      documents: [child],
      scripts: callingAws,
    });

  it("gives the id that the child put out", async () => {
    const run = await share(puttingOut("ImageId"));
    expect(run.expectStatus("Success").calls.at(-1)?.parameters).toMatchObject({ ImageId: AMI });
  });

  it("fails where the child put out no id", async () => {
    const run = await share(puttingOut("Other"));
    expect(run.expectStatus("Failed").step("convertStringListToString").failureMessage).toContain(
      "AWS-CreateImage gave no AMI id, but ['No output available yet",
    );
    expect(run.step("shareAmiWithAnotherAccount").status).toBe("Pending");
  });
});
