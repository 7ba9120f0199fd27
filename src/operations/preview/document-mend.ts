/**
 * What makes the repository's runbook the version that starts. Terraform updates the default version, and AWS takes an update only of
 * the newest one: if these differ, the default is set first.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateDocument.html
 */
import { isSameDocument } from "./deployed";
import type { Finding } from "./finding";
import type { ProbeContext } from "./probe";

/** @param region where the default version is another one than the repository's */
export async function documentMend(
  { fleet, request: { documentName: name }, entry, facts }: ProbeContext,
  region: string,
): Promise<Pick<Finding, "remedy" | "mend">> {
  const accountId = fleet.administratorAccount.id;
  const [current, newest] = await Promise.all([
    facts.document(name, undefined, region),
    facts.newestVersion(name, region),
  ]);
  const version = newest?.value;
  const deploy = { kind: "deploy", stacks: ["administrator"] } as const;
  if (version === undefined || version === current?.value?.version) {
    return { remedy: "Deploy the administrator stack, which has the repository's runbook.", mend: deploy };
  }
  const command = `aws ssm update-document-default-version --name ${name} --document-version ${version} --region ${region}`;
  const latest = (await facts.document(name, version, region))?.value;
  if (latest !== undefined && isSameDocument(latest.content, entry.content)) {
    return {
      remedy: `Make version ${version}, which is the repository's, the default.`,
      mend: { kind: "run", command, accountId },
    };
  }
  return {
    remedy: `Make version ${version}, the newest, the default, because AWS updates no other; then deploy the administrator stack, which has the repository's runbook.`,
    mend: { ...deploy, before: { command, accountId } },
  };
}
