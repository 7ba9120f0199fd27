/** Adapters of the document store for Run Command and State Manager. */
import type { DocumentDescription } from "@aws-sdk/client-ssm";
import { isObject } from "../../../document/json";
import { plainName } from "../../../amazon/document";
import type { Location } from "../../../iam/location";
import { isAmazonDocument } from "../../../iam/resources/documents";
import type { AssociationDocuments } from "../state-manager/documents";
import { AwsError } from "../../protocol/aws-error";
import type { CommandDocumentSource } from "../run-command/run-command";
import { readContent } from "./content";
import { isAmazons, type DocumentStore } from "./store";

export function commandDocumentSource(store: DocumentStore): CommandDocumentSource {
  return {
    async content(location, name, version) {
      const { Content = "", DocumentType = "Command" } = await store.read(location, name, version);
      const hash = isAmazonDocument(plainName(name)) ? (await store.describe(location, name, version)).Hash : undefined;
      return { content: Content, documentType: DocumentType, hash };
    },
  };
}

export function associationDocuments(store: DocumentStore): AssociationDocuments {
  return {
    async find(reader, name, version) {
      const description = await describeNearest(store, reader, name, version);
      if (description === undefined) return undefined;
      const { DocumentType = "", DocumentVersion = "1", LatestVersion = "1", TargetType } = description;
      const content = readContent((await store.read(reader, name, DocumentVersion)).Content ?? "", name);
      const { assumeRole, parameters } = isObject(content) ? content : {};
      return {
        type: DocumentType,
        isAmazons: isAmazons(description),
        version: DocumentVersion,
        latestVersion: LatestVersion,
        targetType: TargetType,
        assumeRole: typeof assumeRole === "string" ? assumeRole : undefined,
        parameters: isObject(parameters)
          ? Object.fromEntries(Object.entries(parameters).filter((entry) => isDefinition(entry)))
          : {},
      };
    },
  };
}

/** The requested version, or the latest if it does not exist; undefined if the document does not exist. */
async function describeNearest(
  store: DocumentStore,
  reader: Location,
  name: string,
  version: string,
): Promise<DocumentDescription | undefined> {
  try {
    return await store.describe(reader, name, version);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "InvalidDocumentVersion") return store.describe(reader, name, "$LATEST");
    if (error.code === "InvalidDocument") return undefined;
    throw error;
  }
}

function isDefinition(entry: [string, unknown]): entry is [string, Readonly<Record<string, unknown>>] {
  return isObject(entry[1]);
}
