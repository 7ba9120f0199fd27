/** The runbook documents: they exist, are shared only with the fleet's accounts, and can be read from these. */
import {
  DescribeDocumentPermissionCommand,
  GetDocumentCommand,
  InvalidDocument,
  ListDocumentsCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { centralTargets } from "../../fleet/model";
import { equals, type CheckContext, type Fact } from "./check";

/** The administrator account has every central runbook, shared only with the fleet's other accounts. */
export async function centralRunbooks({ fleet, account, access }: CheckContext): Promise<readonly Fact[]> {
  const ssm = new SSMClient(access());
  const facts = await Promise.all(
    fleet.centralRunbooks.map(async (central) => {
      const { name } = central;
      const others = centralTargets(fleet, central)
        .map(({ id }) => id)
        .filter((id) => id !== account.id)
        .sort();
      const [document, permission] = await Promise.all([
        ssm.send(new GetDocumentCommand({ Name: name })),
        ssm.send(new DescribeDocumentPermissionCommand({ Name: name, PermissionType: "Share" })),
      ]);
      return [
        equals(
          account,
          `runbook ${name} is an active Automation document`,
          [document.DocumentType, document.Status],
          ["Automation", "Active"],
        ),
        equals(
          account,
          `runbook ${name} is shared with ${others.length > 0 ? "the target accounts only" : "nobody"}`,
          [...(permission.AccountIds ?? [])].sort(),
          others,
        ),
      ];
    }),
  );
  return facts.flat();
}

/** Another account of the fleet can read the runbooks that are shared with it. */
export async function sharedRunbooksAreReadable({ fleet, account, access }: CheckContext): Promise<readonly Fact[]> {
  const ssm = new SSMClient(access());
  const shared = fleet.centralRunbooks.filter((central) =>
    centralTargets(fleet, central).some(({ id }) => id === account.id),
  );
  const arn = (name: string): string =>
    `arn:${fleet.partition}:ssm:${fleet.homeRegion}:${fleet.administratorAccount.id}:document/${name}`;
  const readable = await Promise.all(shared.map(({ name }) => isReadable(ssm, arn(name))));
  return [
    equals(
      account,
      "shared runbooks can be read from this account",
      readable,
      shared.map(() => true),
    ),
  ];
}

/** No document of the deployment is left. */
export async function noDocuments({ account, access }: CheckContext): Promise<readonly Fact[]> {
  const { DocumentIdentifiers } = await new SSMClient(access()).send(
    new ListDocumentsCommand({ Filters: [{ Key: "Owner", Values: ["Self"] }] }),
  );
  return [
    equals(
      account,
      "no runbook document is left",
      DocumentIdentifiers?.map(({ Name }) => Name),
      [],
    ),
  ];
}

async function isReadable(ssm: SSMClient, name: string): Promise<boolean> {
  try {
    return ((await ssm.send(new GetDocumentCommand({ Name: name }))).Content ?? "").length > 0;
  } catch (error) {
    if (error instanceof InvalidDocument) return false;
    throw error;
  }
}
