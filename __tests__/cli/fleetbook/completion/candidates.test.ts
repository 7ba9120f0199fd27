import { candidates, type Values } from "../../../../src/cli/fleetbook/completion/candidates";
import { fleetbookProgram } from "../../../../src/cli/fleetbook/program";

const values: Values = {
  accounts: () => ["app-dev", "app-prod", "management"],
  units: () => ["root", "workloads", "workloads/production"],
  regions: () => ["ap-northeast-1"],
  runbooks: () => ["check-os", "check-os-windows"],
  stacks: () => ["administrator", "member-app-dev"],
  runs: () => ["00000000-0000-4000-8000-000000000001"],
  topics: () => ["fleet-file", "runbooks"],
  steps: (runbook) => (runbook === undefined ? ["CheckNTP", "createImage"] : ["CheckNTP"]),
  parameters: (runbook) => (runbook === "check-os" ? ["CheckNTP=", "CheckUpdate="] : []),
};
const after = async (line: string) => candidates(await fleetbookProgram(), line.split(" "), values);

describe("completion", () => {
  it.each([
    ["commands", "pre", ["preview"]],
    ["commands of a command", "runbook simu", ["simulate"]],
    ["options", "preview --exc", ["--exclude-account"]],
    ["runbooks", "preview check-os-", ["check-os-windows"]],
    ["accounts", "preview check-os --account app-", ["app-dev", "app-prod"]],
    ["accounts of a short option", "preview check-os -a man", ["management"]],
    ["units", "preview check-os --ou workloads/", ["workloads/production"]],
    ["parameters of the runbook", "preview check-os --tag a=b --set CheckN", ["CheckNTP="]],
    ["steps", "report --step create", ["createImage"]],
    ["runs", "report diff 0000", ["00000000-0000-4000-8000-000000000001"]],
    ["shells", "completion z", ["zsh"]],
    ["commands and pages to read about", "help run", ["runbook", "runs", "runbooks"]],
  ])("offers %s", async (_, line, expected) => {
    expect(await after(line)).toEqual(expected);
  });

  it("offers everything for an empty word, and nothing where anything may be written", async () => {
    expect(await after("preview ")).toEqual(["check-os", "check-os-windows"]);
    expect(await after("preview check-os --tag ")).toEqual([]);
    expect(await after("preview check-os ")).toEqual([]);
  });
});
