/** An association: State Manager runs a runbook on targets when the association is created or changed, and on its schedule. */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SsmAssociation, type SsmAssociationConfig } from "@cdktf/provider-aws/lib/ssm-association";
import { DataResource, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Association as AssociationSettings } from "../../src/fleet/model";

/** How an association runs its runbook. AWS's defaults apply to what is left out. */
type HowItRuns = Pick<
  AssociationSettings,
  | "schedule"
  | "maxConcurrency"
  | "maxErrors"
  | "complianceSeverity"
  | "outputLocation"
  | "applyOnlyAtCronInterval"
  | "waitForSuccessSeconds"
>;

export interface AssociationProps {
  readonly provider: AwsProvider;
  readonly name: string;
  /** Name of the document. */
  readonly runbook: string;
  /** @default - the runbook runs once, without a target */
  readonly targets?: AssociationSettings["targets"];
  /** The runbook's parameter that gets the id of each target. */
  readonly targetParameter: string;
  /** Values of the runbook's other parameters, its role among them. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly settings: HowItRuns;
  /** What must be there when the association runs for the first time. */
  readonly dependsOn: ITerraformDependable[];
}

export class Association extends Construct {
  constructor(scope: Construct, id: string, props: AssociationProps) {
    super(scope, id);
    const { provider, name, runbook, targets, targetParameter, parameters, settings, dependsOn } = props;

    const config = {
      // Without a version, the association uses the document's default version, so a new version does not change it.
      name: runbook,
      associationName: name,
      ...(targets === undefined
        ? { parameters }
        : {
            automationTargetParameterName: targetParameter,
            targets: [target(targets)],
            parameters: { ...parameters, [targetParameter]: "{{RESOURCE_ID}}" },
          }),
      ...howItRuns(settings),
    };
    // With the id "Default", the construct's own id is the resource's address.
    new SsmAssociation(this, "Default", {
      ...{ ...config, provider, dependsOn },
      ...(targets === undefined && { lifecycle: { replaceTriggeredBy: [this.#changes(config)] } }),
    });
  }

  /**
   * The address of something that changes with the association. AWS shows an association without targets with a placeholder as its target.
   * The provider sends it back in an update, which AWS refuses, so the association has to be replaced.
   */
  #changes(config: object): string {
    const { terraformResourceType, friendlyUniqueId } = new DataResource(this, "settings", { input: config });
    return `${terraformResourceType}.${friendlyUniqueId}`;
  }
}

/**
 * The keys that Automation documents for associations, and `InstanceIds` = `*` of CreateAssociation.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/scheduling-automations-state-manager-associations.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
 */
function target(targets: NonNullable<AssociationProps["targets"]>): { key: string; values: string[] } {
  if (targets === "allInstances") return { key: "InstanceIds", values: ["*"] };
  const { tag, instances, resourceGroup } = targets;
  if (tag !== undefined) return { key: `tag:${tag.key}`, values: [tag.value] };
  if (resourceGroup !== undefined) return { key: "ResourceGroup", values: [resourceGroup] };
  return { key: "ParameterValues", values: [...(instances ?? [])] };
}

function howItRuns(settings: HowItRuns): Partial<SsmAssociationConfig> {
  const { schedule, outputLocation: location, waitForSuccessSeconds, ...others } = settings;
  const { maxConcurrency, maxErrors, complianceSeverity, applyOnlyAtCronInterval } = others;
  return {
    ...(waitForSuccessSeconds !== undefined && { waitForSuccessTimeoutSeconds: waitForSuccessSeconds }),
    ...(schedule !== undefined && { scheduleExpression: schedule }),
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(maxErrors !== undefined && { maxErrors }),
    ...(complianceSeverity !== undefined && { complianceSeverity }),
    ...(applyOnlyAtCronInterval !== undefined && { applyOnlyAtCronInterval }),
    ...(location !== undefined && {
      outputLocation: {
        s3BucketName: location.bucket,
        ...(location.keyPrefix !== undefined && { s3KeyPrefix: location.keyPrefix }),
        ...(location.region !== undefined && { s3Region: location.region }),
      },
    }),
  };
}
