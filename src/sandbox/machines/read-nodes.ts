/** Reads a nodes file, and reports all its faults at once. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString, type Path } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import { schemaProblems, type FileSchema } from "../../diagnostics/schema-problems";
import { readYamlFile, type YamlFileKind } from "../../diagnostics/yaml-file";
import type { NodeDescriptions } from "./description";
import { BUILT_IN_PROFILES } from "./profiles";
import { NODES_FORMATS, nodesFileSchema, nodesJsonSchema, type NodesFile } from "./schema";

const EXPLAINED_IN = "docs/nodes-file.md";

const NODES_FILE: YamlFileKind & FileSchema = {
  name: "nodes file",
  whenMissing: `Check the path; ${EXPLAINED_IN} shows what such a file looks like.`,
  whenNotMap: `Begin with \`nodes:\`; ${EXPLAINED_IN} explains every key.`,
  schema: nodesFileSchema,
  jsonSchema: nodesJsonSchema,
  explainedIn: EXPLAINED_IN,
  formats: NODES_FORMATS,
};

/** What the entries of a nodes file can match. */
interface NodePlaces {
  /** Names and ids of the accounts. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/**
 * Reads the node descriptions of a nodes file.
 * @param path absolute path
 * @param places where nodes can be; undefined: anywhere
 * @throws ConfigurationError with every fault of the file, each with line and column
 */
export function readNodes(path: string, places?: NodePlaces): NodeDescriptions {
  const file = readYamlFile(path, NODES_FILE);
  file.refuse(schemaProblems(file.content, NODES_FILE));
  const nodes = nodesFileSchema.parse(file.content);
  file.refuse([...profileProblems(nodes), ...(places === undefined ? [] : placeProblems(nodes, places))]);
  return nodes;
}

/** Entries that match no node, because the fleet has no such account or Region. */
function placeProblems(nodes: NodesFile, { accounts, regions }: NodePlaces): readonly ValueProblem[] {
  const unknown = (key: "account" | "region", known: readonly string[]): readonly ValueProblem[] =>
    (nodes.nodes ?? []).flatMap(({ match }, index) => {
      const value = match[key];
      if (value === undefined || known.includes(value)) return [];
      const path = ["nodes", index, "match", key];
      return [
        {
          path,
          message: `${pathString(path)} is ${quoted(value)}, so the entry matches no node: the fleet has no such ${key === "account" ? "account" : "Region"}.`,
          remedy: didYouMean(value, known),
        },
      ];
    });
  return [...unknown("account", accounts), ...unknown("region", regions)];
}

/** Profiles that do not exist, have the name of a built-in profile or extend themselves. */
function profileProblems(nodes: NodesFile): readonly ValueProblem[] {
  const own = Object.entries(nodes.profiles ?? {});
  const known = [...BUILT_IN_PROFILES, ...own.map(([name]) => name)];
  const unknown = (path: Path, name: string | undefined): ValueProblem[] =>
    name === undefined || known.includes(name)
      ? []
      : [
          {
            path,
            message: `${pathString(path)} is ${quoted(name)}; there is no profile of that name.`,
            remedy: didYouMean(name, known),
          },
        ];
  return [
    ...own.flatMap(([name, profile]) => [
      ...unknown(["profiles", name, "extends"], profile.extends),
      ...(isBuiltIn(name)
        ? [
            {
              path: ["profiles", name],
              atKey: true,
              message: `${quoted(name)} is the name of a built-in profile.`,
              remedy: `Choose another name, and build on it with \`extends: ${name}\`.`,
            },
          ]
        : []),
      ...(extendsItself(nodes, name)
        ? [
            {
              path: ["profiles", name, "extends"],
              message: `The profile ${quoted(name)} builds on itself.`,
              remedy: "End the chain of `extends` with a built-in profile.",
            },
          ]
        : []),
    ]),
    ...(nodes.nodes ?? []).flatMap((entry, index) => unknown(["nodes", index, "profile"], entry.profile)),
  ];
}

function isBuiltIn(name: string): boolean {
  return BUILT_IN_PROFILES.some((builtIn) => builtIn === name);
}

function extendsItself(nodes: NodesFile, name: string): boolean {
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined; next = nodes.profiles?.[next]?.extends) {
    if (seen.has(next)) return next === name;
    seen.add(next);
  }
  return false;
}
