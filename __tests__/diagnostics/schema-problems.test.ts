import { z } from "zod";
import { schemaProblems, type FileSchema, type Format } from "../../src/diagnostics/schema-problems";
import type { ValueProblem } from "../../src/diagnostics/value-problem";
import { FORMATS } from "../../src/fleet/formats";
import { fleetFileSchema, fleetJsonSchema } from "../../src/fleet/schema/fleet-file";
import { nodesFileSchema, nodesJsonSchema, NODES_FORMATS } from "../../src/sandbox/machines/schema";

const COLOR: Format = { pattern: /^#[0-9a-f]{6}$/, expected: "a colour such as #00ff00", remedy: "Look it up." };

const schema = z.strictObject({
  color: z.string().regex(COLOR.pattern).optional(),
  plain: z.string().regex(/^x+$/).optional(),
  name: z.string().min(1).max(3).optional(),
  count: z.int().min(2).max(4).optional(),
  size: z.enum(["small", "large"]).optional(),
  release: z.enum(["1", "2"]).optional(),
  on: z.boolean().optional(),
  list: z.array(z.string()).min(1).max(2).optional(),
  maps: z.array(z.strictObject({ id: z.string() })).optional(),
  free: z.record(z.string().regex(COLOR.pattern), z.string()).optional(),
  short: z.record(z.string().max(2), z.string()).optional(),
  known: z.partialRecord(z.enum(["left", "right"]), z.string()).optional(),
  either: z.union([z.strictObject({ left: z.boolean() }), z.strictObject({ right: z.enum(["a", "b"]) })]).optional(),
  kind: z.union([z.enum(["newest", "oldest"]), z.strictObject({ id: z.string() })]).optional(),
  flag: z.union([z.boolean(), z.strictObject({ id: z.string() })]).optional(),
  even: z
    .number()
    .refine((value) => value % 2 === 0, { message: "it is odd", params: { remedy: "Add one." } })
    .optional(),
});

const file: FileSchema = {
  schema,
  jsonSchema: () => z.toJSONSchema(schema, { target: "draft-7" }),
  explainedIn: "docs/some.md",
  formats: [COLOR],
};

describe("a fault in a file", () => {
  it.each<readonly [content: object, message: string, remedy: string]>([
    [{ colour: "#000000" }, 'The file has the unknown key "colour".', 'Did you mean "color"?'],
    [{ color: "red" }, 'color is "red"; expected a colour such as #00ff00.', "Look it up."],
    [{ plain: "y" }, 'plain is "y"; expected a string that matches /^x+$/.', "docs/some.md explains every key."],
    [{ name: 5 }, "name: expected a string, found the number 5.", 'Put it in quotes: "5".'],
    [{ name: true }, "name: expected a string, found the boolean true.", 'Put it in quotes: "true".'],
    [{ name: null }, "name: expected a string, found nothing.", "Write its value after the colon, or remove the key."],
    [
      { name: ["a"] },
      "name: expected a string, found a list.",
      "Write one string, without a hyphen and without brackets.",
    ],
    [{ name: { name: "a" } }, "name: expected a string, found a map.", 'Write "a" alone, without a key.'],
    [{ name: { a: 1 } }, "name: expected a string, found a map.", "Write one string, without keys of its own."],
    [{ name: "" }, 'name is ""; expected at least 1 character.', "Write a value, or remove the key."],
    [{ name: "long" }, 'name is "long"; expected at most 3 characters.', "Shorten it."],
    [{ count: "3" }, 'count: expected a number, found the string "3".', "Remove the quotes."],
    [{ count: "3 s" }, 'count: expected a number, found the string "3 s".', "Write a number, without a unit."],
    [{ count: 2.5 }, "count: expected an integer, found the number 2.5.", "Write an integer, without a unit."],
    [{ count: NaN }, "count: expected a number, found the number NaN.", "Write a number, without a unit."],
    [{ count: 1 }, "count is 1; expected at least 2.", "Increase it."],
    [{ count: 5 }, "count is 5; expected at most 4.", "Reduce it."],
    [{ size: "smal" }, 'size is "smal"; expected one of small, large.', 'Did you mean "small"?'],
    [{ size: "huge" }, 'size is "huge"; expected one of small, large.', "Use one of: small, large."],
    [{ release: 2 }, "release is 2; expected one of 1, 2.", "Put it in quotes."],
    [{ on: "yes" }, 'on: expected true or false, found the string "yes".', "Write true or false, without quotes."],
    [{ on: 1 }, "on: expected true or false, found the number 1.", "Write true or false."],
    [{ list: "a" }, 'list: expected a list, found the string "a".', 'Write a list: ["a"].'],
    [{ list: { a: 1 } }, "list: expected a list, found a map.", "Write a list: begin each entry with a hyphen."],
    [{ list: [] }, "list is []; expected at least 1 entry.", "Add an entry, or remove the key."],
    [{ list: ["a", "b", "c"] }, 'list is ["a","b","c"]; expected at most 2 entries.', "Reduce it."],
    [{ maps: "a" }, 'maps: expected a list, found the string "a".', 'Write a list: ["a"].'],
    [{ maps: ["a"] }, 'maps[0]: expected a map, found the string "a".', "Write a map with the keys that it has: id."],
    [{ maps: [{}] }, 'maps[0] lacks the key "id".', "Add it; docs/some.md explains every key."],
    [{ free: ["a"] }, "free: expected a map, found a list.", "Write a map: keys with their values."],
    [{ free: { red: "a" } }, 'free has the key "red"; expected a colour such as #00ff00.', "Look it up."],
    [{ short: { abc: "a" } }, 'short has the key "abc"; expected at most 2 characters.', "Choose another key."],
    [{ known: { lft: "a" } }, 'known has the unknown key "lft".', 'Did you mean "left"?'],
    [{ either: { left: 1 } }, "either.left: expected true or false, found the number 1.", "Write true or false."],
    [{ either: { right: "c" } }, 'either.right is "c"; expected one of a, b.', "Use one of: a, b."],
    [{ kind: "newst" }, 'kind is "newst"; expected one of newest, oldest.', 'Did you mean "newest"?'],
    [{ kind: 5 }, "kind: expected a map, newest or oldest, found the number 5.", "Write a map, newest or oldest."],
    [
      { flag: "on" },
      'flag: expected true or false or a map, found the string "on".',
      "Write true or false, without quotes.",
    ],
    [{ even: 3 }, "even is 3: it is odd.", "Add one."],
  ])("is a sentence with a remedy: %j", (content, message, remedy) => {
    expect(schemaProblems(content, file).map((problem) => [problem.message, problem.remedy])).toEqual([
      [message, remedy],
    ]);
  });

  it("is at the key if the key is wrong", () => {
    expect(schemaProblems({ free: { red: "a" }, x: 1 }, file)).toMatchObject([
      { path: ["free", "red"], atKey: true },
      { path: ["x"], atKey: true },
    ]);
  });
});

/** The part of a JSON Schema that says which places a file has. */
interface Place {
  readonly properties?: Readonly<Record<string, Place>>;
  readonly items?: Place;
  readonly additionalProperties?: Place | boolean;
  readonly anyOf?: readonly Place[];
}
type Keys = readonly (string | number)[];

/** Every place of a file of this schema, the first entry of each list and an entry of each map with free keys included. */
function placesIn(schema: Place, path: Keys = []): readonly Keys[] {
  const { properties = {}, items, additionalProperties: additional, anyOf = [] } = schema;
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(properties).flatMap(([key, value]) => placesIn(value, [...path, key])),
    ...(items === undefined ? [] : placesIn(items, [...path, 0])),
    ...(typeof additional === "object" ? placesIn(additional, [...path, "any key & more"]) : []),
    ...anyOf.flatMap((alternative) => placesIn(alternative, path)),
  ];
}

/** A file that has this value at a place, and nothing else. */
function withValue([first, ...rest]: Keys, value: unknown): unknown {
  if (first === undefined) return value;
  const inner = withValue(rest, value);
  return first === 0 ? [inner] : { [first]: inner };
}

const WRONG = [null, true, 0.5, -1, 1e9, "", "ä&{", "x".repeat(600), [], [{}], [null], {}, { unknown: 1 }];
/** The beginnings of zod's own messages, and values that were forgotten. */
const NOT_OURS = /Invalid|Too (small|big)|Unrecognized|undefined|\[object|Correct the value/;

function hasOwnWords({ message, remedy }: ValueProblem): boolean {
  const isOurs = !NOT_OURS.test(message) && /[^.]\.$/.test(message) && !message.includes("that matches /");
  return isOurs && remedy !== "" && !NOT_OURS.test(remedy);
}

describe.each<readonly [name: string, FileSchema]>([
  [
    "the fleet file",
    { schema: fleetFileSchema, jsonSchema: fleetJsonSchema, explainedIn: "docs/fleet-file.md", formats: FORMATS },
  ],
  [
    "the nodes file",
    { schema: nodesFileSchema, jsonSchema: nodesJsonSchema, explainedIn: "docs/nodes-file.md", formats: NODES_FORMATS },
  ],
])("every fault that %s can have", (_name, kind) => {
  const jsonSchema = kind.jsonSchema();
  const places = [...new Map(placesIn(jsonSchema as Place).map((place) => [place.join("\n"), place])).values()];

  it.each(WRONG.map((value) => [value]))(
    "has words of its own and a remedy, with the value %j at each place",
    (value) => {
      const problems = places.flatMap((place) =>
        schemaProblems(withValue(place, value), { ...kind, jsonSchema: () => jsonSchema }),
      );
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.filter((problem) => !hasOwnWords(problem))).toEqual([]);
    },
  );
});
