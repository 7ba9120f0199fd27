/** The lint rule against cycles, on projects of a few files. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { noCycle } from "../../src/structure/no-cycle";

describe("structure/no-cycle", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "cycles-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** What the rule says of the first file; each file is given with its name and its text. */
  function lint(files: Readonly<Record<string, string>>, allowed: readonly (readonly string[])[] = []): string[] {
    writeFileSync(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { types: [], noLib: true }, include: ["*.ts", "*.tsx"] }),
    );
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const [name = "", text = ""] = Object.entries(files)[0] ?? [];
    const config: Linter.Config = {
      files: ["**/*.ts"],
      languageOptions: {
        parser: tseslint.parser,
        parserOptions: { project: "tsconfig.json", tsconfigRootDir: folder },
      },
      plugins: { structure: { rules: { "no-cycle": noCycle } } },
      rules: { "structure/no-cycle": ["error", allowed] },
    };
    return new Linter({ cwd: folder })
      .verify(text, [config], { filename: path.join(folder, name) })
      .map(({ message }) => message);
  }

  it("refuses two files that import each other", () => {
    expect(lint({ "a.ts": 'import "./b";', "b.ts": 'import "./a";' })).toEqual([
      "This import closes a cycle: a.ts → b.ts → a.ts.",
    ]);
  });

  it("refuses a cycle over other files, and names them", () => {
    expect(
      lint({
        "a.ts": 'export * from "./b";',
        "b.ts": 'export { c } from "./c";',
        "c.ts": 'import "./a"; export const c = 1;',
      }),
    ).toEqual(["This import closes a cycle: a.ts → b.ts → c.ts → a.ts."]);
  });

  it("refuses a cycle over a file with JSX", () => {
    expect(lint({ "a.ts": 'import "./b";', "b.tsx": 'import "./a";' })).toEqual([
      "This import closes a cycle: a.ts → b.tsx → a.ts.",
    ]);
  });

  it("refuses a cycle of type-only imports", () => {
    expect(
      lint({
        "a.ts": 'import type { B } from "./b"; export type A = { b: B };',
        "b.ts": 'import type { A } from "./a"; export type B = { a?: A };',
      }),
    ).toHaveLength(1);
  });

  it("accepts a file that two others import, and one that imports a cycle of others", () => {
    expect(
      lint({
        "a.ts": 'import "./b"; import "./c";',
        "b.ts": 'import "./c"; import "./d";',
        "c.ts": 'import "./e";',
        "d.ts": 'import "./b";',
        "e.ts": "",
      }),
    ).toEqual([]);
  });

  it("accepts a cycle that an allowed import closes, and no other one beside it", () => {
    const files = { "a.ts": 'import "./b"; import "./c";', "b.ts": 'import "./a";', "c.ts": 'import "./a";' };
    expect(lint(files, [["b.ts", "a.ts"]])).toEqual(["This import closes a cycle: a.ts → c.ts → a.ts."]);
  });
});
