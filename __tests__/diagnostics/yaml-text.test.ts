import { ConfigurationError, type Problem } from "../../src/diagnostics/errors";
import { readYaml, type YamlLimits } from "../../src/diagnostics/yaml-text";

const LIMITS: YamlLimits = {
  maxSize: 100_000,
  whenTooLarge: (size) => ({ message: `It has ${size} bytes.`, remedy: "Shorten it." }),
  plain: false,
};

function problems(text: string, limits: Partial<YamlLimits> = {}): readonly Problem[] {
  try {
    readYaml(text, "some.yaml", { ...LIMITS, ...limits });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("the position of a value in a YAML file", () => {
  const yaml = readYaml('a:\n  - b: 1\n    "c d": { e: x }\n2024: y\n', "some.yaml", LIMITS);

  it.each([
    [["a"], { line: 1, column: 1 }, { line: 2, column: 3 }],
    [["a", 0], { line: 2, column: 5 }, { line: 2, column: 5 }],
    [["a", 0, "c d"], { line: 3, column: 5 }, { line: 3, column: 12 }],
    [["a", 0, "c d", "e"], { line: 3, column: 14 }, { line: 3, column: 17 }],
    [["2024"], { line: 4, column: 1 }, { line: 4, column: 7 }],
  ])("is found for the key and for the value of %j", (path, key, value) => {
    expect(yaml.positionOf(path, "key")).toEqual(key);
    expect(yaml.positionOf(path, "value")).toEqual(value);
  });

  it("is that of the nearest parent for a path that does not exist", () => {
    expect(yaml.positionOf(["a", 0, "x", "y"], "key")).toBeUndefined();
    expect(yaml.nearestPosition(["a", 0, "x", "y"], "key")).toEqual({ line: 2, column: 5 });
    expect(yaml.nearestPosition(["a", 3], "value")).toEqual({ line: 2, column: 3 });
  });

  it("is line 1, column 1 if the file is empty", () => {
    expect(readYaml("", "some.yaml", LIMITS).nearestPosition(["a"], "value")).toEqual({ line: 1, column: 1 });
  });

  it("ignores a byte order mark at the beginning of the file", () => {
    expect(readYaml("\uFEFFa: 1\n", "some.yaml", LIMITS).positionOf(["a"], "key")).toEqual({ line: 1, column: 1 });
  });

  it("is found in JSON as well", () => {
    const json = readYaml('{\n  "a": [true]\n}\n', "some.json", LIMITS);
    expect(json.content).toEqual({ a: [true] });
    expect(json.positionOf(["a", 0], "value")).toEqual({ line: 2, column: 9 });
  });
});

describe("a YAML file that cannot be read", () => {
  it("is reported with the line of a key that is in a map twice", () => {
    expect(problems("a: 1\nb:\n  c: 1\n  c: 2\n")).toEqual([
      expect.objectContaining({ place: "some.yaml:4:3", remedy: "Remove one." }),
    ]);
  });

  it("is refused without being parsed if it is too large", () => {
    expect(problems("[".repeat(11), { maxSize: 10 })).toEqual([
      { place: "some.yaml", message: "It has 11 bytes.", remedy: "Shorten it." },
    ]);
  });

  it.each([
    ["a few levels more than people write", 150],
    ["more levels than the parser can handle", 40_000],
  ])("is refused if it has %s", (_what, levels) => {
    expect(problems(`a: ${"[".repeat(levels)}${"]".repeat(levels)}\n`)[0]?.message).toMatch(/nested/);
  });

  it("is reported with at most five problems", () => {
    const twice = Array.from({ length: 9 }, (_, index) => `k${index}: 1\nk${index}: 2\n`).join("");
    expect(problems(twice)).toHaveLength(5);
  });
});

describe("a YAML feature that JSON does not have", () => {
  it.each([
    ["an alias", "a: &x 1\nb: *x\n", { a: 1, b: 1 }],
    ["a merge key", "a: &x { b: 1, c: 2 }\nd:\n  <<: *x\n  c: 3\n", { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }],
  ])("(%s) is read, and refused if only plain values are allowed", (_what, text, content) => {
    expect(readYaml(text, "some.yaml", LIMITS).content).toEqual(content);
    expect(problems(text, { plain: true })).not.toEqual([]);
  });

  it("(a tag) is refused everywhere, because its value would be read without it", () => {
    for (const plain of [true, false]) {
      expect(problems("a: !Ref b\n", { plain })).toMatchObject([{ remedy: "Write the value itself." }]);
    }
  });

  it("(a merge key of something else than a map) is refused", () => {
    expect(problems("a: &x 1\nd:\n  <<: *x\n")[0]?.remedy).toContain("an alias of a map");
  });

  it("(an alias) has its value at the anchor", () => {
    const yaml = readYaml("a: &x\n  b: 1\nc: *x\n", "some.yaml", LIMITS);
    expect(yaml.positionOf(["c", "b"], "value")).toEqual({ line: 2, column: 6 });
  });
});
