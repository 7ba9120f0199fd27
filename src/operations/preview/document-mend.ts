/**
 * What makes the repository's runbook the version that starts. AWS takes an update of the newest version alone, and none whose content
 * an earlier version has; Terraform updates the default version. Where these differ, the default version is set first, or only that.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateDocument.html
 */
import { isSameDocument } from "./deployed";
import type { Finding } from "./finding";
import type { ProbeContext } from "./probe";

/** Versions that are looked at; a document can have a thousand. */
const LOOKED_AT = 20;

/** @param region where the default version is another one than the repository's */
export async function documentMend(context: ProbeContext, region: string): Promise<Pick<Finding, "remedy" | "mend">> {
  const { fleet, request, facts } = context;
  const { documentName: name } = request;
  const accountId = fleet.administratorAccount.id;
  const standard = (await facts.document(name, undefined, region))?.value?.version;
  const versions = (await facts.versions(name, region))?.value ?? [];
  const makeDefault = (version: string) => ({
    command: `aws ssm update-document-default-version --name ${name} --document-version ${version} --region ${region}`,
    accountId,
  });
  const [newest] = versions;
  const own = await ownVersion(context, region, versions.slice(0, LOOKED_AT));
  if (own !== undefined && own !== standard) {
    // Terraform compares the newest version with its own, and would update the default one.
    const later =
      own === newest
        ? ""
        : ` Version ${String(newest)} stays the newest, which Terraform cannot replace: to deploy the runbook's next change, stop sharing the document and delete it first.`;
    return {
      remedy: `Make version ${own}, which is the repository's, the default.${later}`,
      mend: { kind: "run", ...makeDefault(own) },
    };
  }
  const mend = { kind: "deploy", stacks: ["administrator"] } as const;
  if (newest === undefined || newest === standard) {
    return { remedy: "Deploy the administrator stack, which has the repository's runbook.", mend };
  }
  return {
    remedy: `Make version ${newest}, the newest, the default, because AWS updates no other; then deploy the administrator stack, which has the repository's runbook.`,
    mend: { ...mend, before: makeDefault(newest) },
  };
}

/** The newest version with the repository's content. */
async function ownVersion(
  { request: { documentName: name }, entry, facts }: ProbeContext,
  region: string,
  versions: readonly string[],
): Promise<string | undefined> {
  const contents = await Promise.all(versions.map((version) => facts.document(name, version, region)));
  return versions.find((_, index) => {
    const content = contents[index]?.value?.content;
    return content !== undefined && isSameDocument(content, entry.content);
  });
}
