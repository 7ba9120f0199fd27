/** The documents that executions run, as they are visible to the account of the execution. */
import { plainName } from "../../../amazon/document";
import { ConfigurationError } from "../../../diagnostics/errors";
import type { AutomationDocument } from "../../../document/model";
import { parseSource } from "../../../document/parse";
import { readRunbook } from "../../../document/read";
import { AutomationError } from "../../../engine/errors";
import type { Documents } from "../../../engine/ports";
import { isAmazonDocument } from "../../../iam/resources/documents";
import { AMAZON } from "../documents/amazon";
import { needText, type Need } from "../documents/needs";
import type { DocumentStore } from "../documents/store";
import { AwsError } from "../../protocol/aws-error";

/** The number of parsed documents that are cached. */
const MAX_CACHED = 500;

export function sandboxDocuments(store: Pick<DocumentStore, "describe" | "read" | "needs">): Documents {
  /** By the hash of the content, so that the engine gets the same object for the same content. */
  const parsed = new Map<string, AutomationDocument>();
  const remember = (hash: string, document: AutomationDocument): AutomationDocument => {
    const [oldest] = parsed.keys();
    if (oldest !== undefined && parsed.size >= MAX_CACHED) parsed.delete(oldest);
    parsed.set(hash, document);
    return document;
  };
  return {
    async find(location, _caller, name, version) {
      const description = await asAutomationError(name, store.describe(location, name, version));
      const { DocumentType, DocumentVersion = "1", Hash = "", Owner, Name = name, TargetType } = description;
      if (DocumentType !== "Automation") throw notFound(name);
      if (Owner === AMAZON) refuseWhatCannotEnd(Name, store.needs(Name, DocumentVersion));
      const known = parsed.get(Hash);
      const read = async () => (await asAutomationError(name, store.read(location, name, DocumentVersion))).Content;
      return {
        // A document that another account shares is always named by its ARN.
        name: Owner === location.accountId || Owner === AMAZON ? Name : name,
        version: DocumentVersion,
        targetType: TargetType,
        document: known ?? remember(Hash, parse((await read()) ?? "", name)),
      };
    },
  };
}

/** @throws AutomationError if every run comes to a step that needs what is not here */
function refuseWhatCannotEnd(name: string, needs: readonly Need[]): void {
  const certain = needs.filter(({ isCertain }) => isCertain);
  if (certain.length === 0) return;
  throw notFound(name, `${name} needs what is not here. ${certain.map(needText).join(" ")}`);
}

/** CreateDocument refuses invalid content, but moto's CloudFormation does not. */
function parse(content: string, name: string): AutomationDocument {
  try {
    return readRunbook(parseSource(content, name), name).document;
  } catch (error) {
    if (error instanceof ConfigurationError) throw new AutomationError("InvalidDocumentContent", error.message);
    throw error;
  }
}

async function asAutomationError<T>(name: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "InvalidDocumentVersion") {
      throw new AutomationError(
        "AutomationDefinitionVersionNotFoundException",
        isAmazonDocument(plainName(name))
          ? error.message
          : `The Automation document ${name} does not have this version.`,
      );
    }
    throw error.code === "InvalidDocument" ? notFound(name, error.message) : error;
  }
}

function notFound(name: string, reason?: string): AutomationError {
  return new AutomationError(
    "AutomationDefinitionNotFoundException",
    reason ?? `Document ${name} is not of type Automation.`,
  );
}
