import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { GENERATED_FILES } from "../../src/cli/generated-files";

describe("a generated file in the repository", () => {
  it.each(
    Object.entries(GENERATED_FILES).map(([path, content]) => [relative(process.cwd(), path), path, content] as const),
  )("%s is what `npm run generate` would write", (_name, path, content) => {
    expect(readFileSync(path, "utf8")).toBe(content());
  });
});
