/** The runbooks of a simulation: the simulated one, those of its options, and Amazon's. */
import { findAmazonDocument, findVersion, plainName, type AmazonDocuments } from "../amazon/document";
import { notHere, versionNotHere } from "../amazon/not-here";
import { amazonRunbook } from "../amazon/runbook";
import { didYouMean } from "../diagnostics/did-you-mean";
import { ConfigurationError } from "../diagnostics/errors";
import type { AutomationDocument, Runbook } from "../document/model";
import { viewOf, type DocumentView } from "../document/view";
import { AutomationError } from "../engine/errors";
import type { Documents, FoundDocument } from "../engine/ports";
import type { Remedies } from "./remedies";
import { isAmazonDocument } from "../iam/resources/documents";

const views = new WeakMap<AutomationDocument, DocumentView>();

export class SimulatedDocuments implements Documents {
  readonly #own: ReadonlyMap<string, Runbook>;
  /** The runbooks that were found, by name. */
  readonly #found = new Map<string, FoundDocument>();

  readonly #amazon: AmazonDocuments;
  readonly #remedies: Remedies;

  constructor(runbooks: readonly Runbook[], amazon: AmazonDocuments, remedies: Remedies) {
    this.#remedies = remedies;
    this.#own = new Map(runbooks.map((runbook) => [runbook.name, runbook]));
    this.#amazon = amazon;
  }

  find(_location: unknown, _caller: unknown, name: string, version: string | undefined): Promise<FoundDocument> {
    return new Promise((resolve) => {
      const found = this.#ownDocument(name, version) ?? this.#amazonDocument(name, version);
      this.#found.set(found.name, found);
      resolve(found);
    });
  }

  /** A runbook that was found before. */
  viewOf(name: string): DocumentView {
    const found = this.#found.get(name);
    if (found === undefined) throw new Error(`${name} has not been looked up before.`);
    return viewOfDocument(found.document);
  }

  /** The names of the steps of every runbook that was given or found. */
  stepNames(): ReadonlySet<string> {
    const documents = [...this.#own.values(), ...this.#found.values()].map(({ document }) => document);
    return new Set(documents.flatMap((document) => [...viewOfDocument(document).stepsByName.keys()]));
  }

  /** The runbook of that name or ARN among those that were given. */
  own(nameOrArn: string): Runbook | undefined {
    return this.#own.get(nameOrArn) ?? this.#own.get(nameOrArn.split(":document/")[1] ?? "");
  }

  /** A simulation has one version of each runbook that it was given, which it uses for any requested version. */
  #ownDocument(nameOrArn: string, version: string | undefined): FoundDocument | undefined {
    const own = this.own(nameOrArn);
    if (own === undefined) return undefined;
    const { name, targetType, document } = own;
    return { name, targetType, document, version: version === undefined || version.startsWith("$") ? "1" : version };
  }

  /** @throws AutomationError if there is no such runbook of Amazon's */
  #amazonDocument(nameOrArn: string, version: string | undefined): FoundDocument {
    const found = findAmazonDocument(this.#amazon, nameOrArn);
    if (found?.documentType !== "Automation") {
      throw new AutomationError("AutomationDefinitionNotFoundException", this.#notFound(nameOrArn));
    }
    const content = findVersion(found, version);
    if (content === undefined) {
      throw new AutomationError("AutomationDefinitionVersionNotFoundException", versionNotHere(found, version));
    }
    try {
      return { ...amazonRunbook(found, content), version: content.number };
    } catch (error) {
      if (error instanceof ConfigurationError) throw new AutomationError("InvalidDocumentContent", error.message);
      throw error;
    }
  }

  #notFound(nameOrArn: string): string {
    if (isAmazonDocument(plainName(nameOrArn))) {
      return notHere(nameOrArn, [...this.#amazon.keys()], "The simulation");
    }
    const similar = didYouMean(nameOrArn, [...this.#own.keys()], "");
    return `The simulation has no runbook ${nameOrArn}: ${this.#remedies.runbook(nameOrArn)}. ${similar}`.trim();
  }
}

function viewOfDocument(document: AutomationDocument): DocumentView {
  const known = views.get(document);
  if (known !== undefined) return known;
  const view = viewOf(document as unknown as Readonly<Record<string, unknown>>, 0);
  views.set(document, view);
  return view;
}
