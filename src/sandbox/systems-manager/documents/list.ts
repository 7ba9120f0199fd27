/**
 * ListDocuments: the documents of an account, those that other accounts share with it, and Amazon's, with AWS's filters.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListDocuments.html
 */
import { ListDocumentsCommand, type DocumentIdentifier, type ListDocumentsRequest } from "@aws-sdk/client-ssm";
import type { Location } from "../../../iam/location";
import { documentArn } from "../../../iam/resources/documents";
import { AwsError } from "../../protocol/aws-error";
import { AMAZON, identifyAmazonDocument } from "./amazon";
import type { DocumentDescriptions } from "./descriptions";
import { accountsWithAccess } from "./sharing";
import type { DocumentStoreOptions } from "./store";

interface Filter {
  readonly key: string;
  readonly values: readonly string[];
}

/** Who may read a document: its owner alone, the accounts that the owner names, or everyone. */
type Access = "Self" | "Private" | "Public";

interface Listed {
  readonly document: DocumentIdentifier;
  readonly access: Access;
}

export interface ListOptions extends DocumentStoreOptions {
  /** The accounts that can share documents. */
  readonly owners: () => readonly string[];
}

export interface Lister extends ListOptions {
  readonly descriptions: DocumentDescriptions;
}

type Matches = (listed: Listed, value: string) => boolean;

/** By key, in lower case: the older and the newer form of the filters spell some keys differently. */
const FILTERS: Readonly<Record<string, Matches>> = {
  name: ({ document: { Name = "" } }, value) => Name.startsWith(value) || Name.includes(`:document/${value}`),
  owner: hasOwner,
  platformtypes: ({ document: { PlatformTypes = [] } }, value) => PlatformTypes.some((type) => type === value),
  documenttype: ({ document: { DocumentType } }, value) => DocumentType === value,
  targettype: ({ document: { TargetType } }, value) => TargetType === value,
  schemaversion: ({ document: { SchemaVersion } }, value) => SchemaVersion === value,
};

/**
 * The documents that match all filters, sorted by name. Documents that other accounts share are listed by their ARNs, and
 * only for an owner that includes them. @throws AwsError InvalidFilterKey
 */
export async function listDocuments(
  options: Lister,
  reader: Location,
  { Filters = [], DocumentFilterList = [] }: ListDocumentsRequest,
): Promise<readonly DocumentIdentifier[]> {
  const filters = [
    ...Filters.map(({ Key = "", Values = [] }) => ({ key: Key, values: Values })),
    ...DocumentFilterList.map(({ key, value }) => ({ key: String(key), values: [value ?? ""] })),
  ];
  const asksForShared = filters.some(
    ({ key, values }) => key.toLowerCase() === "owner" && values.some((value) => SHARED_OWNERS.has(value)),
  );
  const own = await ownDocuments(options, reader);
  const all: readonly Listed[] = [
    ...own.map((document) => ({ document, access: "Self" as const })),
    ...(asksForShared ? await sharedDocuments(options, reader) : []),
    ...[...options.amazon.values()].map((each) => ({
      document: identifyAmazonDocument(each),
      access: "Public" as const,
    })),
  ];
  return all
    .filter((listed) => filters.every((filter) => passes(listed, filter)))
    .map(({ document }) => document)
    .sort((left, right) => ((left.Name ?? "") < (right.Name ?? "") ? -1 : 1));
}

async function ownDocuments({ ssmOf, descriptions }: Lister, owner: Location): Promise<readonly DocumentIdentifier[]> {
  const ssm = ssmOf(owner.accountId, owner.region);
  const own: DocumentIdentifier[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await ssm.send(new ListDocumentsCommand({ MaxResults: 50, NextToken }));
    own.push(...(answer.DocumentIdentifiers ?? []));
    // moto returns an empty token on the last page.
    NextToken = answer.NextToken || undefined;
  } while (NextToken !== undefined);
  return Promise.all(own.map((identifier) => descriptions.completeIdentifier(owner, identifier)));
}

/** The documents that other accounts share with the reader or with everyone. */
async function sharedDocuments(lister: Lister, reader: Location): Promise<readonly Listed[]> {
  const others = lister.owners().filter((id) => id !== reader.accountId);
  const shared = others.map(async (accountId) => {
    const owner = { ...reader, accountId };
    const ssm = lister.ssmOf(accountId, reader.region);
    const documents = await ownDocuments(lister, owner);
    const listed = documents.map(async (document): Promise<readonly Listed[]> => {
      const { Name = "" } = document;
      const sharedWith = await accountsWithAccess(ssm, Name);
      const isPublic = sharedWith.includes("all");
      if (!isPublic && !sharedWith.includes(reader.accountId)) return [];
      const named = { ...document, Name: documentArn(owner, Name) };
      return [{ document: named, access: isPublic ? "Public" : "Private" }];
    });
    return (await Promise.all(listed)).flat();
  });
  return (await Promise.all(shared)).flat();
}

function passes(listed: Listed, { key, values }: Filter): boolean {
  const tag = /^tag:(.+)$/.exec(key)?.[1];
  if (tag !== undefined) {
    const { Tags = [] } = listed.document;
    return Tags.some(({ Key, Value }) => Key === tag && values.includes(Value ?? ""));
  }
  const name = key.toLowerCase();
  const matches = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (matches === undefined) throw new AwsError("InvalidFilterKey", `The specified filter key is not valid: ${key}.`);
  return values.some((value) => matches(listed, value));
}

/** The values of the filter Owner that select documents of other accounts. */
const SHARED_OWNERS: ReadonlySet<string> = new Set(["All", "Private", "Public", "ThirdParty"]);

function hasOwner({ document: { Owner }, access }: Listed, value: string): boolean {
  switch (value) {
    case "Amazon":
      return Owner === AMAZON;
    case "Self":
    case "Default":
      return access === "Self";
    case "Private":
    case "Public":
      return access === value;
    case "ThirdParty":
      return access === "Public" && Owner !== AMAZON;
    default:
      return value === "All";
  }
}
