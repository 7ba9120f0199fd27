// Type-checked rules for the whole project, and the table of which folder may import which (docs/design.md).
import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import tseslint from "typescript-eslint";

const rooms = [
  "fleet",
  "document",
  "runbooks",
  "stacks",
  "engine",
  "tools",
  "sandbox",
  "simulation",
  "rollout",
  "demo",
  "bench",
  "cli",
];

/** Which rooms each room may import, besides itself. */
const mayImport = {
  fleet: [],
  document: [],
  runbooks: ["document"],
  stacks: ["fleet", "runbooks", "document"],
  engine: ["document"],
  tools: ["fleet"],
  sandbox: ["engine", "document", "fleet", "tools"],
  simulation: ["sandbox", "engine", "document", "fleet", "tools"],
  rollout: ["fleet", "tools"],
  demo: rooms.filter((room) => room !== "cli"),
  bench: rooms.filter((room) => room !== "cli"),
  cli: rooms,
};

export default tseslint.config(
  { ignores: ["node_modules/", "cdktf.out/", "out/", ".fleetbook/", "coverage/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      "boundaries/elements": rooms.map((room) => ({ type: room, pattern: `${room}/**`, partialMatch: false })),
      "import/resolver": { node: { extensions: [".ts", ".js"] } },
    },
    rules: {
      "boundaries/dependencies": [
        "error",
        {
          default: "disallow",
          policies: rooms.map((room) => ({
            from: { element: { type: room } },
            allow: { to: { element: { type: [room, ...mayImport[room]] } } },
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
