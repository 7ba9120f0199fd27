/** The association of one of an account's own runbooks, in one Region. It runs the runbook as the runbook's role. */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { associationText } from "../../src/catalogue/association-parameters";
import type { Runbook } from "../../src/document/model";
import { assumeRoleParameter } from "../../src/document/permissions/role-permissions";
import type { Association as AssociationSettings } from "../../src/fleet/model";
import { Association } from "./association";
import { literal } from "./literal";
import type { RunbookDocument } from "./runbook-document";
import type { RunbookRole } from "./runbook-role";

export interface RunbookAssociationProps {
  readonly provider: AwsProvider;
  readonly association: AssociationSettings;
  readonly runbook: Runbook;
  /** Undefined if the runbook has a fixed role. */
  readonly role: RunbookRole | undefined;
  /** Undefined if another stack creates the document. */
  readonly document: RunbookDocument | undefined;
}

export class RunbookAssociation extends Construct {
  constructor(scope: Construct, id: string, props: RunbookAssociationProps) {
    super(scope, id);
    const { provider, association, runbook, role, document } = props;
    const { name, targets, targetParameter, parameters = {} } = association;
    const roleParameter = assumeRoleParameter(runbook.document);

    new Association(this, "Default", {
      ...{ provider, name, targets, targetParameter, settings: association },
      runbook: runbook.name,
      parameters: {
        ...Object.fromEntries(
          Object.entries(parameters).map(([parameter, value]) => [parameter, literal(associationText(value))]),
        ),
        ...(roleParameter !== undefined && role !== undefined && { [roleParameter]: role.arn }),
      },
      dependsOn: [...(document === undefined ? [] : [document.resource]), ...(role?.permissions ?? [])],
    });
  }
}
