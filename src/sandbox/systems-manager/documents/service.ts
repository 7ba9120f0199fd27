/**
 * The document operations of Systems Manager: serves Amazon's documents, checks content as AWS does, and resolves versions.
 * The requests then go to moto, which stores the documents of the accounts.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import { findAmazonDocument } from "../../../amazon/document";
import { isAmazonDocument } from "../../../iam/resources/documents";
import type { Location } from "../../../iam/location";
import { AwsError } from "../../protocol/aws-error";
import { checkConstraints, list, required, structure, text } from "../../protocol/constraints";
import { stringsOf } from "../../protocol/input";
import { jsonOperation, serveJson, type JsonOperation } from "../../protocol/json";
import type { AwsResponse, CallerRequest, Handler, SendAs, ServiceLayer } from "../../protocol/message";
import { page } from "../../protocol/pages";
import { withInput } from "../../protocol/with-input";
import { locationOf } from "../../protocol/location";
import { addTags } from "../tags";
import { documentArn, documentName, documentVersion, PAGE_MEMBERS, PAGE_SIZE, tagMembers } from "../members";
import { describeAmazonDocument, readAmazonDocument } from "./amazon";
import { answered, contentAnswered } from "./answers";
import { checkFiles } from "./attachments";
import { wrapCalendar } from "./calendar";
import { checkDocument } from "./check-document";
import { DocumentDescriptions } from "./descriptions";
import { listDocuments, type Lister, type ListOptions } from "./list";
import { DocumentStore, invalidVersion } from "./store";

/** A document of an account. */
export interface DocumentPlace extends Location {
  readonly name: string;
}

export interface DocumentServiceOptions extends ListOptions {
  /** Sends requests to moto, which stores the files of attachments. */
  readonly send: SendAs;
  /** Called after the version to which `$DEFAULT` or `$LATEST` refers has changed. */
  readonly onChange?: (document: DocumentPlace) => void;
}

type Operation = (request: CallerRequest, next: Handler) => Promise<AwsResponse>;

/** What the operations share. */
interface Parts extends DocumentServiceOptions, Lister {
  readonly store: DocumentStore;
}

interface ContentInput extends NamedInput {
  readonly Content?: string;
  readonly DisplayName?: string;
  readonly DocumentFormat?: string;
  readonly DocumentType?: string;
  readonly Attachments?: sdk.AttachmentsSource[];
  readonly Tags?: sdk.Tag[];
}

interface TagInput {
  readonly ResourceType?: string;
  readonly Tags?: sdk.Tag[];
}

interface NamedInput {
  readonly Name?: string;
  readonly DocumentVersion?: string | undefined;
  readonly [member: string]: unknown;
}

const CONTENT_MEMBERS = {
  Content: required(text({ min: 1 })),
  Name: required(documentName),
  DisplayName: text({ max: 1024, pattern: /[\w.\-:/ ]*/ }),
  VersionName: text({ pattern: /[a-zA-Z0-9_\-.]{1,128}/ }),
  DocumentVersion: documentVersion,
  DocumentFormat: text({ values: ["YAML", "JSON", "TEXT"] }),
  DocumentType: text({ values: Object.values(sdk.DocumentType) }),
  TargetType: text({ max: 200, pattern: /\/[\w.\-:/]*/ }),
  Attachments: list(
    structure({
      Key: text({ values: Object.values(sdk.AttachmentsSourceKey) }),
      Values: list(text({ min: 1, max: 1024 }), { min: 1, max: 1 }),
      Name: documentName,
    }),
    { max: 20 },
  ),
  Tags: list(tagMembers, { max: 1000 }),
};
const accountIds = list(text({ min: 1, max: 12, pattern: /(?:all|\d{12})/i }), { max: 20 });
const SHARE_MEMBERS = {
  Name: required(documentArn),
  AccountIdsToAdd: accountIds,
  AccountIdsToRemove: accountIds,
};
const DEFAULT_VERSION_MEMBERS = {
  Name: required(documentName),
  DocumentVersion: required(text({ pattern: /[1-9][0-9]*/ })),
};
const READ_MEMBERS = {
  Name: required(documentArn),
  DocumentVersion: documentVersion,
};

export function documentService(options: DocumentServiceOptions): ServiceLayer {
  const store = new DocumentStore(options);
  const descriptions = new DocumentDescriptions(options.ssmOf);
  const parts: Parts = { ...options, store, descriptions };
  const listing = new Map(listOperations(parts).map((operation) => [operation.name, operation]));
  const serveListing: Operation = (request) => serveJson(listing, request);
  const change = changeOperation(parts);
  const read = readOperation(parts);
  const operations: Readonly<Record<string, Operation>> = {
    CreateDocument: createOperation(parts),
    UpdateDocument: updateOperation(parts),
    GetDocument: read,
    DescribeDocument: read,
    DeleteDocument: change,
    ModifyDocumentPermission: (request, next) => {
      checkConstraints(request.input, SHARE_MEMBERS);
      checkSharing(request);
      return change(request, next);
    },
    UpdateDocumentDefaultVersion: async (request, next) => {
      const { Name = "", DocumentVersion }: NamedInput = request.input;
      checkConstraints(request.input, DEFAULT_VERSION_MEMBERS);
      if (findAmazonDocument(options.amazon, Name) === undefined) {
        await store.describe(locationOf(request), Name, DocumentVersion);
      }
      return change(request, next);
    },
    AddTagsToResource: (request, next) => {
      const { ResourceType: type, Tags = [] }: TagInput = request.input;
      if (type === "Document") addTags(new Map(), Tags);
      return next(request);
    },
    ListDocuments: serveListing,
    ListDocumentVersions: serveListing,
  };
  return (request, next) => {
    const operation = Object.hasOwn(operations, request.operation) ? operations[request.operation] : undefined;
    return operation === undefined ? next(request) : operation(request, next);
  };
}

function createOperation({ descriptions, send }: Parts): Operation {
  return async (request, next) => {
    const input: ContentInput = request.input;
    checkConstraints(input, CONTENT_MEMBERS);
    const { Name = "", DocumentType: type = "Command", Attachments = [], Tags = [] } = input;
    if (isAmazonDocument(Name)) {
      throw new AwsError("ValidationException", `Invalid document name ${Name}: the prefix is reserved for Amazon.`);
    }
    addTags(new Map(), Tags);
    const location = locationOf(request);
    const stored = await checkedContent(location, input, type, Attachments, send);
    const asked = withInput(request, { ...input, ...stored, DocumentType: type });
    const response = await next(asked);
    if (response.status === 200) rememberDisplayName(descriptions, location, input, "1");
    return answered(response, location, Name, descriptions);
  };
}

/** The members for moto of content that AWS accepts. @throws AwsError */
async function checkedContent(
  location: Location,
  { Name: name = "", Content: content = "", DocumentFormat: format = "JSON" }: ContentInput,
  type: string,
  attachments: readonly sdk.AttachmentsSource[] | undefined,
  send: SendAs,
): Promise<object> {
  const files = checkDocument({ name, type, format, content, attachments });
  await checkFiles(location, attachments ?? [], files, send);
  return type === "ChangeCalendar" ? wrapCalendar(content) : {};
}

function rememberDisplayName(
  descriptions: DocumentDescriptions,
  location: Location,
  { Name = "", DisplayName }: ContentInput,
  version: string | undefined,
): void {
  if (DisplayName !== undefined) descriptions.setDisplayName(location, Name, version ?? "", DisplayName);
}

function updateOperation({ amazon, onChange, store, descriptions, send }: Parts): Operation {
  return async (request, next) => {
    const input: ContentInput = request.input;
    checkConstraints(input, CONTENT_MEMBERS);
    const { Name = "", DocumentVersion: version } = input;
    if (findAmazonDocument(amazon, Name) !== undefined) throw notYours(Name);
    const reader = locationOf(request);
    const { DocumentType = "", DefaultVersion, LatestVersion } = await store.describe(reader, Name);
    if (version !== undefined && version !== "$LATEST") {
      // Only the latest version can be updated, whether by its number or as $DEFAULT.
      if ((version === "$DEFAULT" ? DefaultVersion : version) !== LatestVersion) throw invalidVersion();
    }
    const stored = await checkedContent(reader, input, DocumentType, input.Attachments, send);
    const latest = version === undefined ? {} : { DocumentVersion: "$LATEST" };
    const response = await next(withInput(request, { ...input, ...stored, ...latest }));
    if (response.status === 200) {
      rememberDisplayName(descriptions, reader, input, (await store.describe(reader, Name, "$LATEST")).DocumentVersion);
      onChange?.({ ...reader, name: Name });
    }
    return answered(response, reader, Name, descriptions);
  };
}

function readOperation({ amazon, store, descriptions }: Parts): Operation {
  const amazons = new Map(
    [
      jsonOperation<sdk.GetDocumentRequest, sdk.GetDocumentResult>(sdk.GetDocument$, (input) => {
        const found = findAmazonDocument(amazon, input.Name ?? "");
        return found === undefined ? {} : readAmazonDocument(found, input.DocumentVersion, input.DocumentFormat);
      }),
      jsonOperation<sdk.DescribeDocumentRequest, sdk.DescribeDocumentResult>(sdk.DescribeDocument$, (input) => {
        const found = findAmazonDocument(amazon, input.Name ?? "");
        return found === undefined ? {} : { Document: describeAmazonDocument(found, input.DocumentVersion) };
      }),
    ].map((operation) => [operation.name, operation]),
  );
  return async (request, next) => {
    const input: NamedInput = request.input;
    checkConstraints(input, READ_MEMBERS);
    const { Name = "", DocumentVersion: version, DocumentFormat: format } = input;
    const reader = locationOf(request);
    if (isAmazonDocument(Name) || findAmazonDocument(amazon, Name) !== undefined) {
      await store.describe(reader, Name, version);
      return serveJson(amazons, request);
    }
    // moto supports neither $DEFAULT, for which it needs no version, nor the format TEXT.
    const asked = {
      ...input,
      ...(version === "$DEFAULT" && { DocumentVersion: undefined }),
      ...(format === "TEXT" && { DocumentFormat: undefined }),
    };
    const response = await next(withInput(request, asked));
    // moto answers InvalidDocument if the version does not exist; describe throws InvalidDocumentVersion.
    if (response.status !== 200 && version !== undefined) await store.describe(reader, Name, version);
    if (response.status !== 200 || request.operation !== "GetDocument") {
      return answered(response, reader, Name, descriptions);
    }
    const { Owner = "", ...described } = await store.describe(reader, Name, version);
    const owner = { ...reader, accountId: Owner };
    const DisplayName = descriptions.displayName(owner, described.Name, described.DocumentVersion);
    return contentAnswered(response, { CreatedDate: described.CreatedDate, DisplayName });
  };
}

/**
 * AWS documents neither that a document can be shared with its owner nor the error. Shared with the owner, it would be listed
 * twice.
 * @throws AwsError ValidationException
 */
function checkSharing({ input, caller: { accountId } }: CallerRequest): void {
  if (!stringsOf(input, "AccountIdsToAdd").includes(accountId)) return;
  throw new AwsError(
    "ValidationException",
    `The account ${accountId} owns the document: share it with other accounts only.`,
  );
}

/** Operations whose only check is that the document is not Amazon's. */
function changeOperation({ amazon, onChange, descriptions }: Parts): Operation {
  return async (request, next) => {
    const { Name = "" }: NamedInput = request.input;
    if (findAmazonDocument(amazon, Name) !== undefined) throw notYours(Name);
    const location = locationOf(request);
    const response = await answered(await next(request), location, Name, descriptions);
    if (response.status === 200 && request.operation === "UpdateDocumentDefaultVersion") {
      onChange?.({ ...location, name: Name });
    }
    if (response.status === 200 && request.operation === "DeleteDocument") descriptions.forget(location, Name);
    return response;
  };
}

function listOperations(parts: Parts): JsonOperation[] {
  const { store, descriptions } = parts;
  return [
    jsonOperation<sdk.ListDocumentsRequest, sdk.ListDocumentsResult>(sdk.ListDocuments$, async (input, request) => {
      checkConstraints(input, PAGE_MEMBERS);
      const reader = locationOf(request);
      const { items, NextToken } = page(await listDocuments(parts, reader, input), input, {
        defaultSize: PAGE_SIZE,
        keyOf: ({ Name = "" }) => Name,
        query: ["ListDocuments", reader, input.Filters, input.DocumentFilterList],
      });
      return { DocumentIdentifiers: [...items], NextToken };
    }),
    jsonOperation<sdk.ListDocumentVersionsRequest, sdk.ListDocumentVersionsResult>(
      sdk.ListDocumentVersions$,
      async (input, request) => {
        checkConstraints(input, { ...PAGE_MEMBERS, Name: READ_MEMBERS.Name });
        const reader = locationOf(request);
        const { items, NextToken } = page(await store.versions(reader, input.Name ?? ""), input, {
          defaultSize: PAGE_SIZE,
          keyOf: ({ DocumentVersion = "" }) => DocumentVersion,
          query: ["ListDocumentVersions", reader, input.Name],
        });
        const DocumentVersions = items.map((version) => ({
          ...version,
          DisplayName: descriptions.displayName(reader, version.Name, version.DocumentVersion),
        }));
        return { DocumentVersions, NextToken };
      },
    ),
  ];
}

/** AWS does not document the error for a change of its own documents. */
function notYours(name: string): AwsError {
  return new AwsError("InvalidDocumentOperation", `The document ${name} belongs to Amazon and cannot be changed.`);
}
