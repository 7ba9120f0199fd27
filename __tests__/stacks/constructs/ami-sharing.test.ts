import type { AmiSharing as AmiSharingSettings, AssociationSettings } from "../../../src/fleet/model";
import { AmiSharing } from "../../../stacks/constructs/ami-sharing";
import { accountOf, exampleFleet, resource, resources, runbooks, statements } from "../example-fleet";
import { stackWith } from "../one-construct";

const ROLE_ARN = "arn:aws:iam::222222222222:role/FleetbookRunbook-fleetbook-CreateAndShareAmiRunbook";
const account = accountOf(exampleFleet, "app-dev");
const instance = { fqn: "aws_instance.target" };

function stackOf(changes: Partial<AmiSharingSettings> = {}, association: Partial<AssociationSettings> = {}) {
  const example = account.amiSharing;
  if (example === undefined) throw new Error("the example shares no images");
  return stackWith((scope, provider) => {
    const sharing = new AmiSharing(scope, "ami-sharing", {
      ...{ fleet: exampleFleet, account, runbooks, provider },
      settings: { ...example, ...changes, association: { ...example.association, ...association } },
    });
    sharing.addRegion("ap-northeast-1", provider, [instance]);
  });
}
const associationOf = (...of: Parameters<typeof stackOf>) => resource(stackOf(...of), "aws_ssm_association");

describe("AMI sharing", () => {
  it("deploys the runbook for EC2 instances and does not share the document", () => {
    const document = resource(stackOf(), "aws_ssm_document");
    expect(document).toMatchObject({
      name: "fleetbook-CreateAndShareAmiRunbook",
      document_type: "Automation",
      target_type: "/AWS::EC2::Instance",
    });
    expect(document).not.toHaveProperty("permissions");
  });

  it("has an association that runs the runbook on each instance with the tag, as the runbook's role", () => {
    expect(associationOf()).toMatchObject({
      name: "fleetbook-CreateAndShareAmiRunbook",
      association_name: "fleetbook-CreateAndShareAmiRunbookAssociation",
      automation_target_parameter_name: "InstanceId",
      targets: [{ key: "tag:MyDocument", values: ["Group1"] }],
      parameters: { AccountId: "555555555555", AutomationAssumeRole: ROLE_ARN, InstanceId: "{{RESOURCE_ID}}" },
      wait_for_success_timeout_seconds: 600,
    });
  });

  it("has an association that waits for the instance, the runbook and the role's policy", () => {
    const stack = stackOf();
    const awaited = ["aws_ssm_document", "aws_iam_role_policy"].flatMap((type) =>
      resources(stack, type).map(([address]) => address),
    );
    expect(associationOf().depends_on).toEqual([awaited[0], "aws_instance.target", awaited[1]]);
  });

  it("has a role that may act only on instances with the tag", () => {
    const policy = statements(resource(stackOf(), "aws_iam_role_policy").policy);
    const onInstances = policy.filter(({ Resource }) => JSON.stringify(Resource).includes(":instance/"));
    expect(onInstances.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "aws:ResourceTag/MyDocument": ["Group1"] } },
    ]);
  });

  it("uses the runbook's default version, so that a new version does not replace the association", () => {
    expect(associationOf()).not.toHaveProperty("document_version");
  });

  it("leaves settings that the fleet file does not have to AWS's defaults", () => {
    for (const setting of [
      "schedule_expression",
      "max_concurrency",
      "max_errors",
      "compliance_severity",
      "output_location",
    ]) {
      expect(associationOf()).not.toHaveProperty(setting);
    }
  });

  it("passes organizational units and the organization to the runbook by their ARNs", () => {
    const changes = { accountIds: [], organizationalUnitIds: ["ou-flt1-producti", "ou-flt1-workload"] };
    expect(associationOf({ ...changes, wholeOrganization: true }).parameters).toEqual({
      AccountId: "none",
      OrganizationArns: "arn:aws:organizations::111111111111:organization/o-fleetbook01",
      OrganizationalUnitArns: [
        "arn:aws:organizations::111111111111:ou/o-fleetbook01/ou-flt1-producti",
        "arn:aws:organizations::111111111111:ou/o-fleetbook01/ou-flt1-workload",
      ].join(","),
      AutomationAssumeRole: ROLE_ARN,
      InstanceId: "{{RESOURCE_ID}}",
    });
  });

  it("applies every setting of the fleet file", () => {
    const association = associationOf(
      { accountIds: ["555555555555", "666666666666"], imagesToKeep: 3 },
      {
        schedule: "rate(7 days)",
        maxConcurrency: "10%",
        maxErrors: "0",
        complianceSeverity: "HIGH",
        outputLocation: { bucket: "logs", keyPrefix: "images", region: "us-east-1" },
        waitForSuccessSeconds: 900,
      },
    );
    expect(association).toMatchObject({
      parameters: { AccountId: "555555555555,666666666666", ImagesToKeep: "3" },
      schedule_expression: "rate(7 days)",
      max_concurrency: "10%",
      max_errors: "0",
      compliance_severity: "HIGH",
      output_location: { s3_bucket_name: "logs", s3_key_prefix: "images", s3_region: "us-east-1" },
      wait_for_success_timeout_seconds: 900,
    });
  });
});
