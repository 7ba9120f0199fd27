/**
 * AMI sharing of one account: the runbook that creates an image of an instance and shares it, the runbook's role, and the
 * association that runs the runbook on every instance with the target's tag.
 */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Account, AmiSharing as AmiSharingSettings, Fleet } from "../../src/fleet/model";
import {
  AMI_SHARING_RUNBOOK,
  amiSharingAssociationName,
  amiSharingRunbookName,
  organizationArn,
  organizationalUnitArn,
} from "../../src/fleet/names";
import { findRunbook, runbookModels } from "../runbooks";
import { Association } from "./association";
import { RunbookDocument, type DeployableRunbook } from "./runbook-document";
import { RunbookRole } from "./runbook-role";

export interface AmiSharingProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly settings: AmiSharingSettings;
  /** All runbooks by name. */
  readonly runbooks: ReadonlyMap<string, DeployableRunbook>;
  /** The provider for global resources. */
  readonly provider: AwsProvider;
}

/** The runbook of the catalogue under the name that it is deployed with. @throws ConfigurationError if it is missing */
export function amiSharingRunbook(
  runbooks: ReadonlyMap<string, DeployableRunbook>,
  settings: AmiSharingSettings,
): DeployableRunbook {
  const inCatalogue = findRunbook(runbooks, AMI_SHARING_RUNBOOK);
  const name = amiSharingRunbookName(settings);
  return { ...inCatalogue, name, runbook: { ...inCatalogue.runbook, name } };
}

export class AmiSharing extends Construct {
  readonly #fleet: Fleet;
  readonly #settings: AmiSharingSettings;
  readonly #runbook: DeployableRunbook;
  readonly #role: RunbookRole;

  /**
   * Creates the account's one role. Construct this early: a new role is known everywhere only after some seconds, and the
   * association needs it at once.
   * @throws ConfigurationError if the runbook is missing
   */
  constructor(scope: Construct, id: string, props: AmiSharingProps) {
    super(scope, id);
    const { fleet, account, settings, runbooks, provider } = props;
    this.#fleet = fleet;
    this.#settings = settings;
    this.#runbook = amiSharingRunbook(runbooks, settings);
    this.#role = new RunbookRole(this, "role", {
      ...{ fleet, account, targetTag: settings.targetTag, provider, runbook: this.#runbook.runbook },
      runbooks: runbookModels(runbooks),
    });
  }

  /** ARN of the runbook's role. */
  get roleArn(): string {
    return this.#role.arn;
  }

  /** Adds runbook and association in one Region. @param instances the association's first run acts on them */
  addRegion(region: string, provider: AwsProvider, instances: readonly ITerraformDependable[]): void {
    const { targetTag, imagesToKeep, association } = this.#settings;
    const document = new RunbookDocument(this, `runbook-${region}`, { runbook: this.#runbook, provider });

    new Association(this, `association-${region}`, {
      provider,
      name: amiSharingAssociationName(this.#settings),
      runbook: this.#runbook.name,
      targets: { tag: targetTag },
      targetParameter: "InstanceId",
      parameters: {
        ...recipients(this.#fleet, this.#settings),
        AutomationAssumeRole: this.#role.arn,
        ...(imagesToKeep === undefined ? {} : { ImagesToKeep: String(imagesToKeep) }),
      },
      settings: association,
      dependsOn: [document.resource, ...instances, ...this.#role.permissions],
    });
  }
}

/** The runbook's parameters that say who may launch the image. Those without a value are left out: AWS accepts no empty one. */
function recipients(fleet: Fleet, sharing: AmiSharingSettings): Readonly<Record<string, string>> {
  const { accountIds, organizationalUnitIds, wholeOrganization } = sharing;
  return {
    AccountId: accountIds.join(",") || "none",
    ...(wholeOrganization && { OrganizationArns: organizationArn(fleet) }),
    ...(organizationalUnitIds.length > 0 && {
      OrganizationalUnitArns: organizationalUnitIds.map((id) => organizationalUnitArn(fleet, id)).join(","),
    }),
  };
}
