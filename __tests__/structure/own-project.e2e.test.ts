/** A project with another fleet and other runbooks in place: the tests of the product and the user's tests to copy stay green. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { copyProject, type ProjectCopy } from "../cli/project-copy";

// Each jest starts in a process of its own, and the machine may be busy.
jest.setTimeout(10 * 60_000);

const FLEET = `organization: { id: o-anotherorg, rootId: r-anot }
homeRegion: eu-central-1
regions: [eu-central-1, eu-west-1]
managementAccount: { id: "100000000001", name: root }
administratorAccount: automation
centralRunbooks: [tag-instances]
state: { bucketPrefix: another-state }
reader: { principal: role/fleet-reader }
memberAccounts:
  - { id: "100000000002", name: automation }
  - { id: "100000000003", name: web }
`;

const TAG_INSTANCES = `# targetType: /AWS::EC2::Instance
schemaVersion: "0.3"
assumeRole: "{{ AutomationAssumeRole }}"
parameters:
  AutomationAssumeRole: { type: AWS::IAM::Role::Arn, default: "" }
  InstanceId: { type: AWS::EC2::Instance::Id }
mainSteps:
  - name: Tag
    action: aws:createTags
    isEnd: true
    inputs: { ResourceIds: ["{{ InstanceId }}"], Tags: [{ Key: owner, Value: web }] }
`;

/** What the product's tests of a catalogue and of a fleet would trip over if they read the project's. */
const OTHER_RUNBOOKS = {
  "tag-instances.yaml": TAG_INSTANCES,
  "chek-os.yaml": TAG_INSTANCES.replace("parameters:", "parameters:\n  Unused: { type: String }"),
  "half-done.yaml": "mainSteps: [",
};

/** The suites that look at fleets, at catalogues and at all runbooks, and those to copy. */
const SUITES = ["catalogue", "document/(lint/lint|render)", "fleet", "sandbox/authorization/runbooks", "example"];

describe("a project with a fleet and runbooks of its own", () => {
  let project: ProjectCopy;

  beforeAll(() => {
    project = copyProject("__tests__", "docs", "README.md", "jest.config.js");
    writeFileSync(project.file("fleet.yaml"), FLEET);
    writeFileSync(project.file("nodes.yaml"), "nodes: [{ match: { account: web }, programs: { yum: false } }]\n");
    for (const [name, text] of Object.entries(OTHER_RUNBOOKS)) writeFileSync(project.file("runbooks", name), text);
  });

  afterAll(() => project.remove());

  it("has green unit tests", async () => {
    const suites = SUITES.map((suite) => `/__tests__/${suite}`);
    const jest = path.join("node_modules", "jest", "bin", "jest.js");
    const args = [jest, ...suites, "--selectProjects", "unit", "--maxWorkers", "1"];
    await promisify(execFile)(process.execPath, args, { cwd: project.file(), maxBuffer: 1 << 26 });
  });
});
