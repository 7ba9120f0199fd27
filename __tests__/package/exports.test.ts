/** What a project can import. A name that goes from here breaks projects: it belongs in CHANGELOG.md and in a new major version. */
import * as fleetbook from "../../src/package/fleetbook";
import * as jestPart from "../../src/package/jest";
import * as operations from "../../src/package/operations";
import * as runbook from "../../src/package/runbook";
import * as stacks from "../../src/package/stacks";
import manifest from "../../package.json";

describe("the exports", () => {
  it("are these modules", () => {
    expect(Object.keys(manifest.exports)).toEqual([
      ".",
      "./stacks",
      "./runbook",
      "./jest",
      "./operations",
      "./package.json",
    ]);
  });

  it.each([
    [
      "fleetbook",
      fleetbook,
      [
        "ConfigurationError",
        "OperationError",
        "allAccounts",
        "findRunbook",
        "loadNodes",
        "loadProject",
        "loadProjectFleet",
      ].concat(["readCatalogue", "synthesizeFleet"]),
    ],
    [
      "fleetbook/stacks",
      stacks,
      [
        "AccountStack",
        "EXECUTION_ROLE_NAME",
        "READER_ROLE_NAME",
        "RunbookDocument",
        "addFleetStacks",
        "roleArn",
        "stackName",
      ],
    ],
    ["fleetbook/runbook", runbook, ["defineRunbook"]],
    ["fleetbook/jest", jestPart, ["simulate", "useSandbox"]],
    ["fleetbook/operations", operations, ["ProjectRuns"]],
  ])("of %s are these", (_, module, names) => {
    expect(Object.keys(module).sort()).toEqual(names);
  });
});
