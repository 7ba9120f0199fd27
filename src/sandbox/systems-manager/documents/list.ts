/**
 * ListDocuments: the documents of an account and Amazon's, with AWS's filters.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListDocuments.html
 */
import { ListDocumentsCommand, type DocumentIdentifier, type ListDocumentsRequest } from "@aws-sdk/client-ssm";
import type { Location } from "../../../iam/location";
import { AwsError } from "../../protocol/aws-error";
import { AMAZON, identifyAmazonDocument } from "./amazon";
import { corrected } from "./platform-types";
import type { DocumentStoreOptions } from "./store";

interface Filter {
  readonly key: string;
  readonly values: readonly string[];
}

type Matches = (document: DocumentIdentifier, value: string) => boolean;

/** By key, in lower case: the older and the newer form of the filters spell some keys differently. */
const FILTERS: Readonly<Record<string, Matches>> = {
  name: ({ Name = "" }, value) => Name.startsWith(value),
  owner: ({ Owner }, value) => ownersFor(value).includes(Owner === AMAZON ? AMAZON : "Self"),
  platformtypes: ({ PlatformTypes = [] }, value) => PlatformTypes.some((type) => type === value),
  documenttype: ({ DocumentType }, value) => DocumentType === value,
  targettype: ({ TargetType }, value) => TargetType === value,
  schemaversion: ({ SchemaVersion }, value) => SchemaVersion === value,
};

/** The account's and Amazon's documents that match all filters, sorted by name. @throws AwsError InvalidFilterKey */
export async function listDocuments(
  { ssmOf, amazon }: DocumentStoreOptions,
  reader: Location,
  { Filters = [], DocumentFilterList = [] }: ListDocumentsRequest,
): Promise<readonly DocumentIdentifier[]> {
  const filters = [
    ...Filters.map(({ Key = "", Values = [] }) => ({ key: Key, values: Values })),
    ...DocumentFilterList.map(({ key, value }) => ({ key: String(key), values: [value ?? ""] })),
  ];
  const own: DocumentIdentifier[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await ssmOf(reader.accountId, reader.region).send(
      new ListDocumentsCommand({ MaxResults: 50, NextToken }),
    );
    own.push(...(answer.DocumentIdentifiers ?? []).map(corrected));
    // moto returns an empty token on the last page.
    NextToken = answer.NextToken || undefined;
  } while (NextToken !== undefined);
  return [...own, ...[...amazon.values()].map(identifyAmazonDocument)]
    .filter((document) => filters.every((filter) => passes(document, filter)))
    .sort((left, right) => ((left.Name ?? "") < (right.Name ?? "") ? -1 : 1));
}

function passes(document: DocumentIdentifier, { key, values }: Filter): boolean {
  const tag = /^tag:(.+)$/.exec(key)?.[1];
  if (tag !== undefined) {
    return document.Tags?.some(({ Key, Value }) => Key === tag && values.includes(Value ?? "")) === true;
  }
  const name = key.toLowerCase();
  const matches = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (matches === undefined) throw new AwsError("InvalidFilterKey", `The specified filter key is not valid: ${key}.`);
  return values.some((value) => matches(document, value));
}

/** The owners that a value of the filter Owner selects. Documents that other accounts share are never listed. */
function ownersFor(value: string): readonly string[] {
  switch (value) {
    case "Amazon":
    case "Public":
      return [AMAZON];
    case "Self":
    case "Default":
      return ["Self"];
    case "All":
      return [AMAZON, "Self"];
    default:
      return [];
  }
}
