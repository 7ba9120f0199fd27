import { spawnSync } from "node:child_process";
import { createAndShareAmi } from "../../runbooks/create-and-share-ami";

const { document, targetType } = createAndShareAmi;
const stepNamed = (name: string) => document.mainSteps.find((step) => step.name === name);
const onPython = spawnSync("python3", ["--version"]).status === 0 ? it : it.skip;

describe("create-and-share-ami", () => {
  it("is for EC2 instances and acts with the role that it is given", () => {
    expect(targetType).toBe("/AWS::EC2::Instance");
    expect(document.assumeRole).toBe("{{ AutomationAssumeRole }}");
  });

  it("requires an account id of 12 digits and an instance", () => {
    const { AccountId, InstanceId } = document.parameters ?? {};
    const pattern = new RegExp(AccountId?.allowedPattern ?? "");
    expect(pattern.test("555555555555")).toBe(true);
    expect(pattern.test("55555555555")).toBe(false);
    expect(AccountId?.default).toBeUndefined();
    expect(InstanceId?.default).toBeUndefined();
  });

  it("says which images cannot be shared", () => {
    expect(document.description).toContain("aws/ebs");
  });

  it("makes the image, reads its id and shares it, in that order", () => {
    expect(document.mainSteps.map(({ name, nextStep, isEnd }) => [name, nextStep, isEnd])).toEqual([
      ["createImage", "convertStringListToString", undefined],
      ["convertStringListToString", "shareAmiWithAnotherAccount", undefined],
      ["shareAmiWithAnotherAccount", undefined, true],
    ]);
  });

  it("makes the image once, with the same role, and waits as long as the association", () => {
    expect(stepNamed("createImage")).toMatchObject({
      action: "aws:executeAutomation",
      maxAttempts: 1,
      timeoutSeconds: 600,
      onFailure: "Abort",
      inputs: {
        DocumentName: "AWS-CreateImage",
        RuntimeParameters: { AutomationAssumeRole: "{{ AutomationAssumeRole }}", InstanceId: "{{ InstanceId }}" },
      },
    });
  });

  it("adds the account to those that may launch the image", () => {
    expect(stepNamed("shareAmiWithAnotherAccount")).toMatchObject({
      action: "aws:executeAwsApi",
      maxAttempts: 1,
      onFailure: "Abort",
      inputs: {
        Service: "ec2",
        Api: "ModifyImageAttribute",
        ImageId: "{{ convertStringListToString.Ami }}",
        LaunchPermission: { Add: [{ UserId: "{{ AccountId }}" }] },
      },
    });
  });

  it("hands out the image's id", () => {
    expect(stepNamed("convertStringListToString")?.outputs).toEqual([
      { Name: "Ami", Selector: "$.Payload.First", Type: "String" },
    ]);
    expect(document.outputs).toEqual(["convertStringListToString.Ami"]);
  });

  describe("reading the image's id", () => {
    /** Calls the step's handler as AWS does. */
    function convert(list: string[]): { status: number | null; stdout: string; stderr: string } {
      const { Script: script, Handler: handler } = stepNamed("convertStringListToString")?.inputs as Record<
        string,
        string
      >;
      const program = `${script}\nimport json, sys\nprint(json.dumps(${handler}(json.load(sys.stdin), None)))\n`;
      return spawnSync("python3", ["-c", program], { input: JSON.stringify({ List: list }), encoding: "utf8" });
    }

    onPython("gives the id that the child put out", () => {
      expect(JSON.parse(convert(["ami-0123456789abcdef0"]).stdout)).toEqual({ First: "ami-0123456789abcdef0" });
    });

    onPython("fails where the child put out no id", () => {
      const { status, stderr } = convert(["No output available yet because the step is not successfully executed"]);
      expect(status).not.toBe(0);
      expect(stderr).toContain("gave no AMI id");
    });
  });
});
