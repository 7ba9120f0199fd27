/**
 * AMI sharing in one Region: the runbook that makes an image of an instance and shares it, and the association that runs
 * it on every instance with the target's tag.
 */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SsmAssociation, type SsmAssociationConfig } from "@cdktf/provider-aws/lib/ssm-association";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { AmiSharing as AmiSharingSettings, AssociationSettings, Ec2Target } from "../../fleet/model";
import { amiSharingAssociationName } from "../../fleet/names";
import { RunbookDocument, type DeployableRunbook } from "./runbook-document";

export interface AmiSharingProps {
  readonly provider: AwsProvider;
  readonly settings: AmiSharingSettings;
  /** The runbook, under the name that it is deployed with. */
  readonly runbook: DeployableRunbook;
  /** ARN of the role that the runbook acts with. */
  readonly roleArn: string;
  readonly targetTag: Ec2Target["targetTag"];
  /** What has to be there before the association runs: the instance with its way to Systems Manager, the role's policy. */
  readonly dependsOn: readonly ITerraformDependable[];
}

export class AmiSharing extends Construct {
  constructor(scope: Construct, id: string, props: AmiSharingProps) {
    super(scope, id);
    const { provider, settings, runbook, roleArn, targetTag } = props;

    const document = new RunbookDocument(this, "runbook", { runbook, provider });

    new SsmAssociation(this, "association", {
      provider,
      // Without a version it follows the document's default one: another text of the runbook leaves it as it is.
      name: runbook.name,
      associationName: amiSharingAssociationName(settings),
      automationTargetParameterName: "InstanceId",
      targets: [{ key: `tag:${targetTag.key}`, values: [targetTag.value] }],
      parameters: {
        AccountId: settings.accountIds.join(","),
        AutomationAssumeRole: roleArn,
        InstanceId: "{{RESOURCE_ID}}",
        ...(settings.imagesToKeep === undefined ? {} : { ImagesToKeep: String(settings.imagesToKeep) }),
      },
      ...howItRuns(settings.association),
      dependsOn: [document.resource, ...props.dependsOn],
    });
  }
}

/** The settings of the association that AWS has defaults for are left out where the fleet file has none. */
function howItRuns(settings: AssociationSettings): Partial<SsmAssociationConfig> {
  const { schedule, maxConcurrency, maxErrors, complianceSeverity, outputLocation: location } = settings;
  return {
    waitForSuccessTimeoutSeconds: settings.waitForSuccessSeconds,
    ...(schedule !== undefined && { scheduleExpression: schedule }),
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(maxErrors !== undefined && { maxErrors }),
    ...(complianceSeverity !== undefined && { complianceSeverity }),
    ...(location !== undefined && {
      outputLocation: {
        s3BucketName: location.bucket,
        ...(location.keyPrefix !== undefined && { s3KeyPrefix: location.keyPrefix }),
        ...(location.region !== undefined && { s3Region: location.region }),
      },
    }),
  };
}
