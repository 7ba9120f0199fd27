// Type-checked rules for the whole project, and the table of which folder may import which (docs/design.md).
import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import tseslint from "typescript-eslint";

/** Which rooms each room may import, besides itself. */
const mayImport = {
  stacks: ["fleet", "catalogue", "document", "iam", "diagnostics"],
  runbooks: ["document"],
  bench: "all but cli",
  diagnostics: [],
  iam: [],
  fleet: ["diagnostics"],
  document: ["diagnostics", "iam"],
  catalogue: ["document", "diagnostics", "runbooks"],
  engine: ["document"],
  tools: ["fleet", "diagnostics"],
  sandbox: ["engine", "document", "iam", "fleet", "tools", "diagnostics"],
  simulation: ["sandbox", "engine", "document", "fleet", "tools", "diagnostics"],
  rollout: ["fleet", "document", "iam", "tools", "diagnostics"],
  demo: "all but cli",
  cli: "all",
};

const rooms = Object.keys(mayImport);

/** The rooms that stand beside `src/`. */
const OUTSIDE_SRC = ["stacks", "runbooks", "bench"];

function importsOf(room) {
  const named = mayImport[room];
  if (named === "all") return rooms;
  return named === "all but cli" ? rooms.filter((other) => other !== "cli") : [room, ...named];
}

export default tseslint.config(
  { ignores: ["node_modules/", "cdktf.out/", "out/", ".fleetbook/", "coverage/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      "boundaries/elements": rooms.map((room) => ({
        type: room,
        pattern: `${OUTSIDE_SRC.includes(room) ? "" : "src/"}${room}/**`,
        partialMatch: false,
      })),
      "import/resolver": { node: { extensions: [".ts", ".js"] } },
    },
    rules: {
      "boundaries/dependencies": [
        "error",
        {
          default: "disallow",
          policies: rooms.map((room) => ({
            from: { element: { type: room } },
            allow: { to: { element: { type: importsOf(room) } } },
          })),
        },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "@cdktf/provider-aws",
              message: "Import from @cdktf/provider-aws/lib/<resource>: the barrel costs seconds and 500 MB.",
            },
          ],
        },
      ],
      "no-restricted-exports": [
        "error",
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
    },
  },
  {
    files: ["**/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { module: "writable", require: "readonly", console: "readonly", process: "readonly" },
    },
  },
);
