// Type-checked rules for the whole project. Which room may import which is in src/structure/rooms.json and docs/design.md.
import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import { tsImport } from "tsx/esm/api";
import tseslint from "typescript-eslint";
import mayImport from "./src/structure/rooms.json" with { type: "json" };

const { noCycle } = await tsImport("./src/structure/no-cycle.ts", import.meta.url);

const rooms = Object.keys(mayImport);

/** The rooms that stand beside `src/`. */
const OUTSIDE_SRC = ["stacks", "runbooks", "bench"];

/** Imports that may close a cycle: the file with the import, and the imported file. */
const MAY_CLOSE_A_CYCLE = [
  // A loop's input is steps, and a step is typed by the actions.
  ["src/document/shape-types.ts", "src/document/model.ts"],
];

function importsOf(room) {
  const named = mayImport[room];
  if (named === "all") return rooms;
  return named === "all but cli" ? rooms.filter((other) => other !== "cli") : [room, ...named];
}

/** The folders at the bottom of `src/sandbox/`, and which others of its folders each may import. */
const bottomOfSandbox = {
  identities: [],
  protocol: ["identities"],
  gateway: ["protocol", "identities"],
  machines: [],
  moto: ["protocol"],
  python: ["identities"],
};

export default tseslint.config(
  { ignores: ["node_modules/", "cdktf.out/", "dist/", "out/", ".fleetbook/", "coverage/"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries, structure: { rules: { "no-cycle": noCycle } } },
    settings: {
      "boundaries/elements": rooms.map((room) => ({
        type: room,
        pattern: `${OUTSIDE_SRC.includes(room) ? "" : "src/"}${room}/**`,
        partialMatch: false,
      })),
      "import/resolver": { node: { extensions: [".ts", ".tsx", ".js"] } },
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
      "structure/no-cycle": ["error", MAY_CLOSE_A_CYCLE],
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
  ...Object.entries(bottomOfSandbox).map(([folder, allowed]) => ({
    files: [`src/sandbox/${folder}/*.ts`],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^\\.\\./(?!\\.\\./${allowed.map((name) => `|${name}/`).join("")})`,
              message: `src/sandbox/${folder}/ may import of the sandbox: ${[folder, ...allowed].join(", ")}.`,
            },
          ],
        },
      ],
    },
  })),
  {
    files: ["**/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        module: "writable",
        require: "readonly",
        console: "readonly",
        process: "readonly",
        __dirname: "readonly",
      },
    },
  },
);
