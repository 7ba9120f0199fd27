/** Reads what a preview needs through AWS's API: in the administrator account as the caller, elsewhere with the reader roles. */
import { GetRoleCommand, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { ListAccountsCommand, ListAccountsForParentCommand } from "@aws-sdk/client-organizations";
import {
  DescribeDocumentCommand,
  GetDocumentCommand,
  GetExecutionPreviewCommand,
  ListDocumentVersionsCommand,
  StartExecutionPreviewCommand,
} from "@aws-sdk/client-ssm";
import { sharedWith } from "../../collect/aws/shared-with";
import { setTimeout as sleep } from "node:timers/promises";
import type { AccountCalls } from "../../collect/aws/account-calls";
import { accountAccess, type AccountAccess, type AwsAccess } from "../../collect/aws/readers";
import type {
  DocumentFacts,
  ExecutionPreview,
  OrganizationAccount,
  PlaceReader,
  PreviewInput,
  PreviewReader,
} from "../ports";
import { AwsPlaceReader } from "./place-reader";
import { connectPreviewClients, unless, type PreviewClients } from "./preview-clients";

const NO_DOCUMENT = ["InvalidDocument", "InvalidDocumentVersion"];
/** The most that a page of Systems Manager may have. */
const PAGE = 50;
/** Milliseconds between two questions for AWS's preview, and until its answer is awaited no longer. */
const POLL = 300;
const LONGEST_WAIT = 20_000;

/** @throws ConfigurationError if there are no credentials, or AWS does not accept them */
export async function awsPreviewReader(options: AwsAccess): Promise<PreviewReader> {
  return previewReaderWith(await accountAccess(options), options);
}

export function previewReaderWith(access: AccountAccess, options: Pick<AwsAccess, "fleet" | "signal">): PreviewReader {
  return new AwsPreviewReader(access, options);
}

class AwsPreviewReader implements PreviewReader {
  readonly #access: AccountAccess;
  readonly #homeRegion: string;
  readonly #signal: AbortSignal | undefined;
  readonly #own = new Map<string, AccountCalls<PreviewClients>>();

  constructor(access: AccountAccess, { fleet, signal }: Pick<AwsAccess, "fleet" | "signal">) {
    this.#access = access;
    this.#homeRegion = fleet.homeRegion;
    this.#signal = signal;
  }

  get caller(): PreviewReader["caller"] {
    return this.#access.caller;
  }

  async at(accountId: string, region: string): Promise<PlaceReader> {
    return new AwsPlaceReader(await this.#access.at(accountId, region, connectPreviewClients));
  }

  async document(
    Name: string,
    DocumentVersion: string | undefined,
    region: string,
  ): Promise<DocumentFacts | undefined> {
    const asked = { Name, ...(DocumentVersion !== undefined && { DocumentVersion }) };
    const [content, about] = await Promise.all([
      this.#in(region).call(({ ssm }, options) =>
        unless(NO_DOCUMENT, ssm.send(new GetDocumentCommand(asked), options)),
      ),
      this.#in(region).call(({ ssm }, options) =>
        unless(NO_DOCUMENT, ssm.send(new DescribeDocumentCommand(asked), options)),
      ),
    ]);
    if (content === undefined || about === undefined) return undefined;
    return {
      version: content.DocumentVersion ?? "",
      content: content.Content ?? "",
      targetType: about.Document?.TargetType,
    };
  }

  async versions(Name: string, region: string): Promise<readonly string[]> {
    const versions: number[] = [];
    const pages = this.#in(region).pages(async ({ ssm }, options, NextToken) => {
      const asked = ssm.send(new ListDocumentVersionsCommand({ Name, MaxResults: PAGE, NextToken }), options);
      return (await unless(NO_DOCUMENT, asked)) ?? { DocumentVersions: [], NextToken: undefined };
    });
    for await (const { DocumentVersions = [] } of pages) {
      versions.push(...DocumentVersions.map(({ DocumentVersion }) => Number(DocumentVersion)));
    }
    return versions.sort((a, b) => b - a).map(String);
  }

  sharedWith(Name: string, region: string): Promise<readonly string[]> {
    return sharedWith(this.#in(region), Name);
  }

  async mayPassRole(roleArn: string): Promise<boolean> {
    const { arn } = this.caller;
    // The policies of the root user cannot be simulated, because it has none and may do everything.
    if (arn.endsWith(":root")) return true;
    const PolicySourceArn = await this.#identityArn(arn);
    const answer = await this.#in(this.#homeRegion).call(({ iam }, options) =>
      iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn,
          ActionNames: ["iam:PassRole"],
          ResourceArns: [roleArn],
          ContextEntries: [
            {
              ContextKeyName: "iam:PassedToService",
              ContextKeyType: "string",
              ContextKeyValues: ["ssm.amazonaws.com"],
            },
          ],
        }),
        options,
      ),
    );
    return (answer.EvaluationResults ?? []).every(({ EvalDecision }) => EvalDecision === "allowed");
  }

  /** ARN of the user, or of the session's role. The session's own ARN has not the role's path. */
  async #identityArn(arn: string): Promise<string> {
    const roleName = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
    if (roleName === undefined) return arn;
    const { Role } = await this.#in(this.#homeRegion).call(({ iam }, options) =>
      iam.send(new GetRoleCommand({ RoleName: roleName }), options),
    );
    return Role?.Arn ?? arn;
  }

  async accounts(): Promise<ReadonlyMap<string, OrganizationAccount>> {
    const accounts = new Map<string, OrganizationAccount>();
    const pages = this.#in(this.#homeRegion).pages(({ organizations }, options, NextToken) =>
      organizations.send(new ListAccountsCommand({ NextToken }), options),
    );
    for await (const { Accounts = [] } of pages) {
      for (const { Id: id = "", Name: name = "", State, Status } of Accounts) {
        accounts.set(id, { id, name, state: State ?? Status ?? "ACTIVE" });
      }
    }
    return accounts;
  }

  async accountsIn(ParentId: string): Promise<readonly string[] | undefined> {
    const ids: string[] = [];
    const pages = this.#in(this.#homeRegion).pages(async ({ organizations }, options, NextToken) => {
      const asked = organizations.send(new ListAccountsForParentCommand({ ParentId, NextToken }), options);
      return (await unless(["ParentNotFoundException"], asked)) ?? { Accounts: undefined, NextToken: undefined };
    });
    for await (const { Accounts } of pages) {
      if (Accounts === undefined) return undefined;
      ids.push(...Accounts.flatMap(({ Id }) => Id ?? []));
    }
    return ids;
  }

  async executionPreview(input: PreviewInput): Promise<ExecutionPreview> {
    const { DocumentName, DocumentVersion, ...Automation } = input;
    const calls = this.#in(this.#homeRegion);
    const { ExecutionPreviewId } = await calls.call(({ ssm }, options) =>
      ssm.send(
        new StartExecutionPreviewCommand({ DocumentName, DocumentVersion, ExecutionInputs: { Automation } }),
        options,
      ),
    );
    const until = Date.now() + LONGEST_WAIT;
    for (;;) {
      const answer = await calls.call(({ ssm }, options) =>
        ssm.send(new GetExecutionPreviewCommand({ ExecutionPreviewId }), options),
      );
      const { Status: status = "Pending", StatusMessage: message, ExecutionPreview: preview } = answer;
      if (/^(Success|Failed)$/.test(status) || Date.now() >= until) {
        const { StepPreviews = {}, Regions = [], TargetPreviews, TotalAccounts } = preview?.Automation ?? {};
        return {
          status,
          message,
          steps: StepPreviews,
          regions: Regions,
          targets: TargetPreviews?.reduce((sum, { Count = 0 }) => sum + Count, 0),
          accounts: TotalAccounts,
        };
      }
      await sleep(POLL, undefined, this.#signal === undefined ? {} : { signal: this.#signal });
    }
  }

  /** The caller's own calls in a Region. */
  #in(region: string): AccountCalls<PreviewClients> {
    const known = this.#own.get(region) ?? this.#access.own(region, connectPreviewClients);
    this.#own.set(region, known);
    return known;
  }
}
