import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, type Problem } from "../../../src/diagnostics/errors";
import { describe as describeNode } from "../../../src/sandbox/machines/description";
import { readNodes } from "../../../src/sandbox/machines/read-nodes";
import { nodesJsonSchema } from "../../../src/sandbox/machines/schema";
import { LINUX } from "./support";

const folder = mkdtempSync(join(tmpdir(), "fleetbook-nodes-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string, places?: Parameters<typeof readNodes>[1]) {
  const file = join(folder, "nodes.yaml");
  writeFileSync(file, text);
  return readNodes(file, places);
}

function problems(text: string, places?: Parameters<typeof readNodes>[1]): readonly Problem[] {
  try {
    read(text, places);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("a nodes file", () => {
  it("describes in a few lines how a node differs from its profile", () => {
    const nodes = read(`
nodes:
  - match: { account: app-dev }
    hostname: "<b>web\\u0007</b>"
    programs:
      yum:
        - args: check-update
          stdout: kernel.x86_64  6.1.160  amazonlinux
          exitCode: 100
      chronyc: { stdout: 506 Cannot talk to daemon, exitCode: 1 }
      localectl: { takesSeconds: 30 }
`);
    const node = describeNode(nodes, LINUX);
    expect(node.hostname).toBe("<b>web\u0007</b>");
    expect(node.programs.yum?.[0]).toMatchObject({ exitCode: 100 });
  });

  it.each([
    [
      "nodes:\n  - match: {}\n    hostnam: web\n",
      3,
      'nodes[0] has the unknown key "hostnam".',
      'Did you mean "hostname"?',
    ],
    ["nodes:\n  - hostname: web\n", 2, 'nodes[0] lacks the key "match".', "docs/nodes-file.md"],
    [
      "nodes:\n  - match: {}\n    profile: amazon-linux-2024\n",
      3,
      "there is no profile of that name",
      'Did you mean "amazon-linux-2023"?',
    ],
    ["nodes:\n  - match: {}\n    programs:\n      yum:\n        exitCode: 300\n", 5, "expected at most 255", "Reduce"],
    [
      "nodes:\n  - match: {}\n    programs:\n      yum:\n        stdot: x\n",
      5,
      'unknown key "stdot"',
      'Did you mean "stdout"?',
    ],
    [
      "nodes:\n  - match: {}\n    programs:\n      yum: { script: exit 1, stdout: x }\n",
      4,
      "`script` excludes stdout, stderr and exitCode",
      "Print and exit in the script",
    ],
    [
      "nodes:\n  - match: {}\n    files:\n      /lib/x: y\n",
      4,
      'files has the key "/lib/x"; expected the absolute path',
      "read-only",
    ],
    ["nodes:\n  - match: {}\n    files:\n      /etc/../lib/x: y\n", 4, 'has the key "/etc/../lib/x"', "read-only"],
    ["nodes:\n  - match: {}\n    scripts: [{ stdout: x }]\n", 3, "either `contains` or `matches`", "which scripts"],
    ["nodes:\n  - match: {}\n    scripts: [{ matches: '(' }]\n", 3, "it is not a regular expression", "Escape"],
    ["profiles:\n  web: { extends: web }\n", 2, 'The profile "web" builds on itself.', "built-in"],
    ["profiles:\n  windows-2022: {}\n", 2, "is the name of a built-in profile", "extends: windows-2022"],
  ])("is refused with line, fault and remedy: %j", (text, line, message, remedy) => {
    const [problem, ...others] = problems(text);
    expect(others).toEqual([]);
    expect(problem?.place).toMatch(new RegExp(`nodes\\.yaml:${line}:\\d+$`));
    expect(problem?.message).toContain(message);
    expect(problem?.remedy).toContain(remedy);
  });

  it("is refused if an entry matches an account or a Region that the fleet does not have", () => {
    const places = { accounts: ["app-dev", "222222222222"], regions: ["ap-northeast-1"] };
    const entry = (match: string) => problems(`nodes:\n  - match: { ${match} }\n`, places);
    expect(entry("account: app-dev, region: ap-northeast-1")).toEqual([]);
    expect(entry('account: "222222222222"')).toEqual([]);
    expect(entry("account: app-dve")).toMatchObject([
      {
        message: 'nodes[0].match.account is "app-dve", so the entry matches no node: the fleet has no such account.',
        remedy: 'Did you mean "app-dev"?',
      },
    ]);
    expect(entry("region: us-east-1")).toMatchObject([{ remedy: "Use one of: ap-northeast-1." }]);
  });

  it("is valid if it is an example of the documentation", () => {
    const page = readFileSync(join(__dirname, "../../../docs/nodes-file.md"), "utf8");
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(read(example).nodes).toHaveLength(6);
  });

  it("is named if it does not exist", () => {
    expect(() => readNodes(join(folder, "none.yaml"))).toThrow("There is no nodes file here.");
  });

  it("has a JSON Schema for editors", () => {
    expect(nodesJsonSchema()).toMatchObject({ title: "Fleetbook nodes file", additionalProperties: false });
  });
});
