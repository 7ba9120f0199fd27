// Two projects: `unit` needs nothing but Node, `e2e` runs real programs (moto, Terraform, the AWS CLI, pip, our own commands
// as people start them): whole journeys in __tests__/e2e, and *.e2e.test.ts beside the unit tests of what they test. TypeScript goes through SWC;
// types are checked by `npm run check:types`.
const shared = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  setupFiles: ["<rootDir>/__tests__/setup.js"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out/", "<rootDir>/dist/", "<rootDir>/.fleetbook/", "<rootDir>/out/"],
};

/** @type {import("jest").Config} */
module.exports = {
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/e2e/", "\\.e2e\\.test\\.ts$"],
    },
    {
      ...shared,
      displayName: "e2e",
      setupFiles: [...shared.setupFiles, "<rootDir>/__tests__/e2e-setup.js"],
      testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts", "<rootDir>/__tests__/**/*.e2e.test.ts"],
    },
  ],
  // End-to-end tests wait more than they compute.
  maxWorkers: 2,
  testSequencer: "<rootDir>/__tests__/journeys-first.js",
  reporters: ["default", "<rootDir>/__tests__/count-reporter.js"],
};
