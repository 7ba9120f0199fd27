/** The runbook is missing in a Region of the request: a child execution looks for the document in its own Region. */
import { isAmazonDocument } from "../../../iam/resources/documents";
import type { Finding } from "../finding";
import type { Probe } from "../probe";

export const runbookMissing: Probe = {
  cause: "runbook-missing",
  cheap: true,
  async find({ fleet, request: { documentName: name, documentVersion: version }, facts, regions }) {
    const home = fleet.homeRegion;
    const found = await Promise.all(
      [...new Set([home, ...regions])].map(async (region): Promise<readonly Finding[]> => {
        const document = await facts.document(name, version, region);
        if (document === undefined || document.value !== undefined) return [];
        const any = version === undefined ? undefined : (await facts.document(name, undefined, region))?.value;
        const finding = {
          cause: "runbook-missing",
          severity: "error",
          place: { accountId: fleet.administratorAccount.id, region },
        } as const;
        if (any !== undefined) {
          return [
            {
              ...finding,
              message: `The runbook ${name} has no version ${version ?? ""}; its default version is ${any.version}.`,
              remedy: "Name another version, or leave out --document-version for the default one.",
            },
          ];
        }
        return [{ ...finding, message: `The runbook ${name} is missing.`, ...remedyFor(name, isCentral(name)) }];
      }),
    );
    return found.flat();

    function isCentral(runbook: string): boolean {
      return fleet.centralRunbooks.some((central) => central.name === runbook);
    }
  },
};

function remedyFor(name: string, isCentral: boolean): Pick<Finding, "remedy" | "mend"> {
  if (isAmazonDocument(name)) return { remedy: "AWS does not offer it in this Region: leave the Region out." };
  const mend = { kind: "deploy", stacks: ["administrator"] } as const;
  return isCentral
    ? { remedy: "Deploy the administrator stack, which has the central runbooks of every Region.", mend }
    : { remedy: `Add ${name} to centralRunbooks in fleet.yaml, and deploy the administrator stack.`, mend };
}
