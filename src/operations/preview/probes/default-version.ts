/** What would run is not what the repository has: another version is the default, or the repository's is not deployed. */
import { isAmazonDocument } from "../../../iam/resources/documents";
import { isSameDocument } from "../deployed";
import { documentMend } from "../document-mend";
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

async function differenceIn(context: ProbeContext, region: string): Promise<readonly Finding[]> {
  const { fleet, request, entry, facts } = context;
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
  return [{ ...finding, message, ...(await documentMend(context, region)) }];
}
