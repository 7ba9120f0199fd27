/** What would run is not what the repository has: another version is the default, or the repository's is not deployed. */
import { isAmazonDocument } from "../../../iam/resources/documents";
import { isSameDocument } from "../deployed";
import type { Finding } from "../finding";
import type { Probe, ProbeContext } from "../probe";

export const defaultVersion: Probe = {
  cause: "default-version",
  cheap: true,
  async find(context) {
    if (isAmazonDocument(context.request.documentName)) return [];
    const found = await Promise.all(context.regions.map((region) => differenceIn(context, region)));
    return found.flat();
  },
};

async function differenceIn(
  { fleet, request, entry, facts }: ProbeContext,
  region: string,
): Promise<readonly Finding[]> {
  const { documentName: name, documentVersion: version } = request;
  const deployed = (await facts.document(name, version, region))?.value;
  if (deployed === undefined || isSameDocument(deployed.content, entry.content)) return [];
  const accountId = fleet.administratorAccount.id;
  const finding = { cause: "default-version", severity: "warning", place: { accountId, region } } as const;
  if (version !== undefined) {
    const message = `Version ${deployed.version} of ${name} is not the one in the repository.`;
    return [{ ...finding, message, remedy: "Leave out --document-version if you want the default version." }];
  }
  const message = `The default version of ${name} (${deployed.version}) is not the one in the repository, so other steps would run.`;
  const newest = (await facts.newestVersion(name, region))?.value;
  const latest =
    newest === undefined || newest === deployed.version
      ? undefined
      : (await facts.document(name, newest, region))?.value;
  if (latest === undefined || !isSameDocument(latest.content, entry.content)) {
    const mend = { kind: "deploy", stack: "administrator" } as const;
    return [{ ...finding, message, remedy: "Deploy the administrator stack, which has the central runbooks.", mend }];
  }
  return [
    {
      ...finding,
      message,
      remedy: `Make version ${latest.version}, which is the repository's, the default.`,
      mend: {
        kind: "run",
        command: `aws ssm update-document-default-version --name ${name} --document-version ${latest.version} --region ${region}`,
        accountId,
      },
    },
  ];
}
