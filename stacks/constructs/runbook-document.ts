/** One runbook as an SSM document in one account and Region. It can be shared with other accounts by their ids. */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Runbook } from "../../src/document/model";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { literal } from "./literal";

/** What the deployment needs to know about a runbook. */
export interface DeployableRunbook {
  readonly name: string;
  /** The document, rendered in `format`. */
  readonly content: string;
  readonly format: "YAML" | "JSON";
  /** The type of resource that the runbook acts on: `/AWS::EC2::Instance`. */
  readonly targetType?: string;
  /** The same document as a model, from which permissions are derived. */
  readonly runbook: Runbook;
}

/** What a runbook is deployed with. */
export interface RunbookDocumentProps {
  readonly runbook: DeployableRunbook;
  readonly provider: AwsProvider;
  /**
   * Ids of the accounts that may use the document, 12 digits each.
   * @default - the document is not shared
   */
  readonly sharedWith?: readonly string[];
}

/** A runbook as an SSM document (`aws_ssm_document`), shared with accounts if the properties say so. */
export class RunbookDocument extends Construct {
  readonly resource: ITerraformDependable;

  /** @throws ConfigurationError if the document would be shared with something other than single accounts */
  constructor(scope: Construct, id: string, props: RunbookDocumentProps) {
    super(scope, id);
    const { runbook, provider } = props;
    const accountIds = checkedAccountIds(runbook.name, props.sharedWith ?? []);

    // With the id "Resource", the address contains a hash of the construct's path. Names of documents may have dots, which
    // cdktf drops, and `a.b` must not get the same address as `ab`.
    this.resource = new SsmDocument(this, "Resource", {
      provider,
      name: runbook.name,
      documentType: "Automation",
      documentFormat: runbook.format,
      content: literal(runbook.content),
      ...(runbook.targetType === undefined ? {} : { targetType: runbook.targetType }),
      ...(accountIds.length === 0 ? {} : { permissions: { type: "Share", account_ids: accountIds.join(",") } }),
    });
  }
}

/**
 * The ids, sorted. The provider compares them as one string, so their order must not depend on the order in the fleet file.
 * (AWS allows 20 ids in one call; the provider makes as many calls as needed.)
 */
function checkedAccountIds(runbook: string, accountIds: readonly string[]): readonly string[] {
  const wrong = accountIds.filter((accountId) => !/^\d{12}$/.test(accountId));
  if (wrong.length > 0) {
    throw new ConfigurationError({
      place: `runbook ${runbook}`,
      // `all` would make the document public.
      message: `It would be shared with ${wrong.map((accountId) => `"${accountId}"`).join(", ")}; a runbook can be shared only with account ids of 12 digits.`,
      remedy: "Write the id of each account.",
    });
  }
  return [...new Set(accountIds)].sort();
}
