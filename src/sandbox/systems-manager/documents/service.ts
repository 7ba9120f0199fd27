/**
 * The document operations of Systems Manager: serves Amazon's documents, checks content as AWS does, and resolves versions.
 * The requests then go to moto, which stores the documents of the accounts.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import { findAmazonDocument } from "../../../amazon/document";
import { isObject } from "../../../document/json";
import { isAmazonDocument } from "../../../iam/resources/documents";
import type { Location } from "../../../iam/location";
import { AwsError } from "../../protocol/aws-error";
import { checkConstraints, list, required, structure, text } from "../../protocol/constraints";
import { stringsOf } from "../../protocol/input";
import { jsonOperation, serveJson, type JsonOperation } from "../../protocol/json";
import type { AwsResponse, CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { page } from "../../protocol/pages";
import { withInput } from "../../protocol/with-input";
import { locationOf } from "../../protocol/location";
import { documentArn, documentName, documentVersion, PAGE_MEMBERS, PAGE_SIZE, tagMembers } from "../members";
import { describeAmazonDocument, readAmazonDocument } from "./amazon";
import { checkAutomationContent } from "./check-content";
import { listDocuments, type ListOptions } from "./list";
import { corrected } from "./platform-types";
import { DocumentStore, invalidVersion } from "./store";

/** A document of an account. */
export interface DocumentPlace extends Location {
  readonly name: string;
}

export interface DocumentServiceOptions extends ListOptions {
  /** Called after the version to which `$DEFAULT` or `$LATEST` refers has changed. */
  readonly onChange?: (document: DocumentPlace) => void;
}

type Operation = (request: CallerRequest, next: Handler) => Promise<AwsResponse>;

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
  const listing = new Map(listOperations(options, store).map((operation) => [operation.name, operation]));
  const serveListing: Operation = (request) => serveJson(listing, request);
  const change = changeOperation(options);
  const operations: Readonly<Record<string, Operation>> = {
    CreateDocument: createDocument,
    UpdateDocument: updateOperation(options, store),
    GetDocument: readOperation(options, store),
    DescribeDocument: readOperation(options, store),
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
    ListDocuments: serveListing,
    ListDocumentVersions: serveListing,
  };
  return (request, next) => {
    const operation = Object.hasOwn(operations, request.operation) ? operations[request.operation] : undefined;
    return operation === undefined ? next(request) : operation(request, next);
  };
}

async function createDocument(request: CallerRequest, next: Handler): Promise<AwsResponse> {
  const input: NamedInput = request.input;
  checkConstraints(input, CONTENT_MEMBERS);
  const { Name = "", DocumentType = "Command", DocumentFormat = "JSON" } = input;
  if (isAmazonDocument(Name)) {
    throw new AwsError("ValidationException", `Invalid document name ${Name}: the prefix is reserved for Amazon.`);
  }
  if (DocumentType === "Automation") checkAutomationContent(String(input["Content"]), String(DocumentFormat), Name);
  return answered(await next(withInput(request, { ...input, DocumentType })), Name);
}

function updateOperation({ amazon, onChange }: DocumentServiceOptions, store: DocumentStore): Operation {
  return async (request, next) => {
    const input: NamedInput = request.input;
    checkConstraints(input, CONTENT_MEMBERS);
    const { Name = "", DocumentFormat = "JSON", DocumentVersion: version } = input;
    if (findAmazonDocument(amazon, Name) !== undefined) throw notYours(Name);
    const reader = locationOf(request);
    const { DocumentType, DefaultVersion, LatestVersion } = await store.describe(reader, Name);
    if (version !== undefined && version !== "$LATEST") {
      // Only the latest version can be updated, whether by its number or as $DEFAULT.
      if ((version === "$DEFAULT" ? DefaultVersion : version) !== LatestVersion) throw invalidVersion();
    }
    if (DocumentType === "Automation") checkAutomationContent(String(input["Content"]), String(DocumentFormat), Name);
    const latest = version === undefined ? {} : { DocumentVersion: "$LATEST" };
    const response = answered(await next(withInput(request, { ...input, ...latest })), Name);
    if (response.status === 200) onChange?.({ ...reader, name: Name });
    return response;
  };
}

function readOperation({ amazon }: DocumentServiceOptions, store: DocumentStore): Operation {
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
    const { Name = "", DocumentVersion: version } = input;
    if (isAmazonDocument(Name) || findAmazonDocument(amazon, Name) !== undefined) {
      await store.describe(locationOf(request), Name, version);
      return serveJson(amazons, request);
    }
    // moto does not support $DEFAULT, but returns the default version if no version is named.
    const asked = version === "$DEFAULT" ? { ...input, DocumentVersion: undefined } : input;
    const response = await next(withInput(request, asked));
    // moto answers InvalidDocument if the version does not exist; describe throws InvalidDocumentVersion.
    if (response.status !== 200 && version !== undefined) await store.describe(locationOf(request), Name, version);
    return answered(response, Name);
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
function changeOperation({ amazon, onChange }: DocumentServiceOptions): Operation {
  return async (request, next) => {
    const { Name = "" }: NamedInput = request.input;
    if (findAmazonDocument(amazon, Name) !== undefined) throw notYours(Name);
    const response = answered(await next(request), Name);
    if (response.status === 200 && request.operation === "UpdateDocumentDefaultVersion") {
      onChange?.({ ...locationOf(request), name: Name });
    }
    return response;
  };
}

function listOperations(options: DocumentServiceOptions, store: DocumentStore): JsonOperation[] {
  return [
    jsonOperation<sdk.ListDocumentsRequest, sdk.ListDocumentsResult>(sdk.ListDocuments$, async (input, request) => {
      checkConstraints(input, PAGE_MEMBERS);
      const reader = locationOf(request);
      const { items, NextToken } = page(await listDocuments(options, reader, input), input, {
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
        return { DocumentVersions: [...items], NextToken };
      },
    ),
  ];
}

/** moto's answer with corrected platform types, or its error with AWS's message. */
function answered(response: AwsResponse, name: string): AwsResponse {
  const body: unknown = response.body.length === 0 ? undefined : JSON.parse(response.body.toString());
  if (!isObject(body)) return response;
  if (response.status !== 200) {
    const code = typeof body["__type"] === "string" ? body["__type"].split("#").at(-1) : undefined;
    if (code === "InvalidDocument") throw new AwsError(code, `Document with name ${name} does not exist.`);
    if (code === "DocumentAlreadyExists") throw new AwsError(code, `Document with same name ${name} already exists`);
    return response;
  }
  const described = Object.entries(body).map(([key, value]) => [key, isObject(value) ? corrected(value) : value]);
  return { ...response, body: Buffer.from(JSON.stringify(Object.fromEntries(described))) };
}

/** AWS does not document the error for a change of its own documents. */
function notYours(name: string): AwsError {
  return new AwsError("InvalidDocumentOperation", `The document ${name} belongs to Amazon and cannot be changed.`);
}
