/**
 * The runbook is not shared with a target account. AWS says then that the execution role in the target location is unable to be
 * assumed, although the role is fine.
 */
import { isAmazonDocument } from "../../../iam/resources/documents";
import type { Finding } from "../finding";
import type { Probe } from "../probe";

export const runbookNotShared: Probe = {
  cause: "runbook-not-shared",
  cheap: true,
  async find({ fleet, request: { documentName: name, places }, facts, regions }) {
    if (isAmazonDocument(name)) return [];
    const isListed = fleet.centralRunbooks.some((central) => central.name === name && central.shared);
    const remedy = isListed
      ? "Deploy the administrator stack, which shares the central runbooks."
      : "Let the runbook be shared (shared in centralRunbooks of fleet.yaml), and deploy the administrator stack.";
    const found = await Promise.all(
      regions.map(async (region): Promise<readonly Finding[]> => {
        // A runbook that is missing is shared with nobody, and has its own finding.
        if ((await facts.document(name, undefined, region))?.value === undefined) return [];
        const shared = await facts.sharedWith(name, region);
        if (shared === undefined) return [];
        const ids = new Set(shared.value.map((id) => id.toLowerCase()));
        return places
          .filter((place) => place.region === region && place.account.id !== fleet.administratorAccount.id)
          .filter(({ account }) => !ids.has(account.id) && !ids.has("all"))
          .map(({ account }) => ({
            cause: "runbook-not-shared",
            severity: "error",
            place: { accountId: account.id, region },
            message: `The runbook ${name} is not shared with the account. AWS would say that the execution role cannot be assumed.`,
            remedy,
            mend: { kind: "deploy", stacks: ["administrator"] },
          }));
      }),
    );
    return found.flat();
  },
};
