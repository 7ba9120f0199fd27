/** The runbooks of a simulation: the simulated one, those of its options, and Amazon's. */
import { didYouMean } from "../diagnostics/did-you-mean";
import type { JsonObject } from "../document/json";
import type { AutomationDocument, Runbook } from "../document/model";
import { viewOf, type DocumentView } from "../document/view";
import { AutomationError } from "../engine/errors";
import type { Documents, FoundDocument } from "../engine/ports";
import { amazonDocuments, findAmazonDocument, type AmazonDocuments } from "../sandbox/systems-manager/documents/amazon";

/** Amazon's runbooks, read once, when one is first needed. */
let amazon: AmazonDocuments | undefined;

const views = new WeakMap<AutomationDocument, DocumentView>();

export class SimulatedDocuments implements Documents {
  readonly #own: ReadonlyMap<string, Runbook>;
  /** The runbooks that were found, by name. */
  readonly #found = new Map<string, FoundDocument>();

  constructor(runbooks: readonly Runbook[]) {
    this.#own = new Map(runbooks.map((runbook) => [runbook.name, runbook]));
  }

  find(_location: unknown, _caller: unknown, name: string, version: string | undefined): Promise<FoundDocument> {
    const document = this.#document(name);
    if (document === undefined) {
      return Promise.reject(
        new AutomationError(
          "AutomationDefinitionNotFoundException",
          `The simulation has no runbook ${name}: supply one in \`documents\`. ${didYouMean(name, [...this.#own.keys()], "")}`.trim(),
        ),
      );
    }
    // A simulation has one version of each runbook, which it uses for any requested version.
    const found = { ...document, version: version === undefined || version.startsWith("$") ? "1" : version };
    this.#found.set(found.name, found);
    return Promise.resolve(found);
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

  #document(nameOrArn: string): Omit<FoundDocument, "version"> | undefined {
    const own = this.#own.get(nameOrArn) ?? this.#own.get(nameOrArn.split(":document/")[1] ?? "");
    if (own !== undefined) return own;
    amazon ??= amazonDocuments();
    const found = findAmazonDocument(amazon, nameOrArn);
    if (found?.documentType !== "Automation") return undefined;
    const { name, targetType, content } = found;
    // Amazon's runbooks were read as such.
    return { name, targetType, document: content as JsonObject & AutomationDocument };
  }
}

function viewOfDocument(document: AutomationDocument): DocumentView {
  const known = views.get(document);
  if (known !== undefined) return known;
  const view = viewOf(document as unknown as Readonly<Record<string, unknown>>, 0);
  views.set(document, view);
  return view;
}
