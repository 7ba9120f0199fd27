/** The file document.json of a pulled document: what AWS reports about the document besides its contents, in AWS's own names. */
import { existsSync } from "node:fs";
import { z } from "zod";
import { quoted } from "../diagnostics/quoted";
import { schemaProblems } from "../diagnostics/schema-problems";
import { readYamlFile } from "../diagnostics/yaml-file";

export const FACTS_FILE = "document.json";

const number = z.string().regex(/^[1-9]\d*$/);

const factsSchema = z.strictObject({
  Name: z.string(),
  Owner: z.literal("Amazon"),
  DocumentType: z.enum(["Automation", "Command"]),
  TargetType: z.string().optional(),
  PlatformTypes: z.array(z.enum(["Linux", "MacOS", "Windows"])),
  DefaultVersion: number,
  LatestVersion: number,
  Versions: z.record(number, z.strictObject({ CreatedDate: z.iso.datetime(), Hash: z.string().optional() })),
});

export type DocumentFacts = z.infer<typeof factsSchema>;

const KIND = {
  name: "file of a document's facts",
  whenMissing: "Pull the document again.",
  whenNotMap: "Pull the document again; docs/amazon-documents.md explains the folder.",
  schema: factsSchema,
  jsonSchema: () => z.toJSONSchema(factsSchema, { target: "draft-7" }),
  explainedIn: "docs/amazon-documents.md",
};

/**
 * The facts of a document; undefined if there is no file.
 * @param path absolute path
 * @param name the document's name
 * @throws ConfigurationError with every fault of the file
 */
export function readFacts(path: string, name: string): DocumentFacts | undefined {
  if (!existsSync(path)) return undefined;
  const file = readYamlFile(path, KIND);
  file.refuse(schemaProblems(file.content, KIND));
  const facts = factsSchema.parse(file.content);
  if (facts.Name !== name) {
    file.refuse([
      {
        path: ["Name"],
        message: `Name is ${quoted(facts.Name)}, and the folder has the name ${quoted(name)}.`,
        remedy: "Rename the folder, or pull the document again.",
      },
    ]);
  }
  return facts;
}
