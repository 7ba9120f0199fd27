/** The documents that executions run, as the account in which they run sees them. */
import { ConfigurationError } from "../../../diagnostics/errors";
import type { AutomationDocument } from "../../../document/model";
import { parseSource } from "../../../document/parse";
import { readRunbook } from "../../../document/read";
import { AutomationError } from "../../../engine/errors";
import type { Documents } from "../../../engine/ports";
import { AMAZON } from "../documents/amazon";
import type { DocumentStore } from "../documents/store";
import { AwsError } from "../../protocol/aws-error";

/** Contents that stay parsed. */
const REMEMBERED = 500;

export function sandboxDocuments(store: Pick<DocumentStore, "describe" | "read">): Documents {
  /** By the hash of their content, so that the engine gets the same object for the same content. */
  const parsed = new Map<string, AutomationDocument>();
  const remember = (hash: string, document: AutomationDocument): AutomationDocument => {
    const [oldest] = parsed.keys();
    if (oldest !== undefined && parsed.size >= REMEMBERED) parsed.delete(oldest);
    parsed.set(hash, document);
    return document;
  };
  return {
    async find(location, _caller, name, version) {
      const description = await asAutomationError(name, store.describe(location, name, version));
      const { DocumentType, DocumentVersion = "1", Hash = "", Owner, Name = name, TargetType } = description;
      if (DocumentType !== "Automation") throw notFound(name);
      const known = parsed.get(Hash);
      const read = async () => (await asAutomationError(name, store.read(location, name, DocumentVersion))).Content;
      return {
        // What another account shares is called by its ARN everywhere: its name means nothing here.
        name: Owner === location.accountId || Owner === AMAZON ? Name : name,
        version: DocumentVersion,
        targetType: TargetType,
        document: known ?? remember(Hash, parse((await read()) ?? "", name)),
      };
    },
  };
}

/** CreateDocument lets nothing else through, but CloudFormation inside moto does. */
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
        `There is no such version of the Automation document ${name}.`,
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
