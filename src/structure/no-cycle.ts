/**
 * The ESLint rule `structure/no-cycle`: no file imports itself over others, type-only imports included. Two files that need
 * each other are one file, or their common part belongs into a third. (The rules of the usual plugins skip type-only imports.)
 */
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Rule } from "eslint";
import { preProcessFile, type Program, type SourceFile } from "typescript";
import { pathBetween } from "./path-between";

/** An import that may close a cycle: the file with the import, and the imported file, relative to the project's folder. */
type AllowedImport = readonly [importer: string, imported: string];

/** What each state of a file imports: ESLint's programs share the sources that have not changed. */
const importsOf = new WeakMap<SourceFile, readonly string[]>();

export const noCycle: Rule.RuleModule = {
  meta: {
    type: "problem",
    messages: { cycle: "This import closes a cycle: {{cycle}}." },
    schema: [{ type: "array", items: { type: "array", items: { type: "string" }, minItems: 2, maxItems: 2 } }],
    defaultOptions: [[]],
  },
  create(context) {
    const { program } = context.sourceCode.parserServices as { program: Program };
    const allowed = new Set((context.options[0] as readonly AllowedImport[]).map((pair) => pair.join(" ")));
    const name = (file: string) => relative(context.cwd, file);
    const isAllowed = (importer: string, imported: string) => allowed.has(`${name(importer)} ${name(imported)}`);
    const importedBy = (file: string) =>
      imports(program.getSourceFile(file)).filter((imported) => !isAllowed(file, imported));

    const check = (node: Rule.Node, source: unknown) => {
      const imported = typeof source === "string" ? resolve(context.filename, source) : undefined;
      if (imported === undefined || isAllowed(context.filename, imported)) return;
      const back = pathBetween(importedBy, imported, context.filename);
      if (back === undefined) return;
      context.report({ node, messageId: "cycle", data: { cycle: [context.filename, ...back].map(name).join(" → ") } });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
    };
  },
};

function imports(source: SourceFile | undefined): readonly string[] {
  if (source === undefined) return [];
  const known = importsOf.get(source);
  if (known !== undefined) return known;
  const files = preProcessFile(source.text).importedFiles.map(({ fileName }) => resolve(source.fileName, fileName));
  const found = files.filter((file) => file !== undefined);
  importsOf.set(source, found);
  return found;
}

/** The file that a relative import names: no folder has an index, and no path has an alias. */
function resolve(importer: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const file = join(dirname(importer), specifier);
  return existsSync(`${file}.tsx`) ? `${file}.tsx` : `${file}.ts`;
}
