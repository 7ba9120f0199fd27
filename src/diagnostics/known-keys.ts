/** Which keys a schema knows at a place of a file, by its JSON Schema. */
import type { Path } from "./path";

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** The keys of a map whose values are all alike, if they are known. */
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** @param root JSON Schema of the whole file, as zod writes it */
export function knownKeys(path: Path, root: JsonSchema): readonly string[] {
  const resolve = (schema: JsonSchema): readonly JsonSchema[] => {
    if (schema.$ref !== undefined) {
      const target = root.definitions?.[schema.$ref.split("/").at(-1) ?? ""];
      return target === undefined ? [] : resolve(target);
    }
    return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(resolve);
  };
  let schemas: readonly JsonSchema[] = [root];
  for (const part of path) {
    schemas = schemas.flatMap((schema) => {
      const next = typeof part === "number" ? schema.items : (schema.properties?.[String(part)] ?? additional(schema));
      return next === undefined ? [] : resolve(next);
    });
  }
  return schemas.flatMap(({ properties = {}, propertyNames }) => [
    ...Object.keys(properties),
    ...(propertyNames?.enum ?? []),
  ]);
}

/** The schema of every value in a map with free keys. */
function additional({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}
