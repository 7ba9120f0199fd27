import { example, load, onlyProblem, problems } from "../fleet-file";

const CENTRAL = "  - name: check-os\n  - name: check-os-windows\n";
const withCentral = (list: string): string => example([CENTRAL, list]);

describe("a list of runbooks", () => {
  it("has names, maps, or both, in both places", () => {
    const text = example(
      [CENTRAL, "  - check-os\n  - name: check-os-windows\n"],
      ["defaults:\n", "defaults:\n  runbooks:\n    - name: check-os\n    - check-os-windows\n"],
    );
    const fleet = load(text);
    expect(fleet.centralRunbooks.map(({ name }) => name)).toEqual(["check-os", "check-os-windows"]);
    expect(fleet.memberAccounts[0]?.runbooks.map(({ name }) => name)).toEqual(["check-os", "check-os-windows"]);
  });

  it.each([
    ["by its name alone", "  - check-so\n", "centralRunbooks[0]"],
    ["in a map", "  - name: check-so\n", "centralRunbooks[0].name"],
  ])("is refused with a runbook that does not exist, %s", (_form, list, place) => {
    expect(onlyProblem(withCentral(list)).message).toBe(
      `${place} is "check-so", but runbooks/ has no runbook of that name.`,
    );
  });

  it("names a runbook once, in whichever form", () => {
    expect(onlyProblem(withCentral("  - check-os\n  - name: check-os\n")).message).toBe(
      'centralRunbooks[1].name is "check-os", which centralRunbooks[0] already uses; expected each runbook once.',
    );
  });
});

describe("a central runbook for some organizational units", () => {
  it("acts in the accounts of these units and of the units below them", () => {
    const units = (path: string) =>
      load(withCentral(`  - name: check-os\n    organizationalUnits: [${path}]\n`)).centralRunbooks[0]
        ?.organizationalUnitIds;
    expect(units("workloads")).toEqual(["ou-flt1-workload", "ou-flt1-producti"]);
    expect(units("workloads/production")).toEqual(["ou-flt1-producti"]);
  });

  it("is refused if there is no such unit", () => {
    const problem = onlyProblem(withCentral("  - name: check-os\n    organizationalUnits: [workload]\n"));
    expect(problem.message).toContain('centralRunbooks[0].organizationalUnits[0] is "workload", which');
    expect(problem.remedy).toBe('Did you mean "workloads"?');
  });
});

describe("a central runbook that is shared with more accounts than AWS allows", () => {
  const many = (runbook: string, ou = ""): string => {
    const accounts = Array.from(
      { length: 998 },
      (_, index) => `  - id: "${700_000_000_000 + index}"\n    name: many-${index}\n${ou}`,
    );
    return example([CENTRAL, runbook], ["memberAccounts:\n", `memberAccounts:\n${accounts.join("")}`]);
  };

  it.each(["  - check-os\n", "  - name: check-os\n"])("is refused, with the way out: %j", (runbook) => {
    expect(onlyProblem(many(runbook))).toMatchObject({
      message: "centralRunbooks[0] would be shared with 1001 accounts; AWS shares a document with 1000 at most.",
      remedy: expect.stringContaining("Deploy the runbook into the accounts (`runbooks` in `defaults`)") as string,
    });
  });

  it.each([
    ["the administrator account, which owns it, is one of them", "  - check-os\nadministratorAccount: many-0\n", ""],
    ["it is not shared", "  - name: check-os\n    shared: false\n", ""],
    [
      "it is for some units only",
      "  - name: check-os\n    organizationalUnits: [workloads/production]\n",
      "    ou: workloads\n",
    ],
    ["they leave the fleet", "  - check-os\n", "    retired: true\n"],
  ])("is accepted if %s", (_why, runbook, ou) => {
    expect(problems(many(runbook, ou))).toEqual([]);
  });
});
