import { join } from "node:path";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { loadFleet } from "../../src/fleet/load";
import { example, EXAMPLE, lineOf, load, onlyProblem, problems } from "./fleet-file";

const NO_RUNBOOKS = { runbooks: [], runbook: () => undefined };

describe("the example fleet file", () => {
  const fleet = load(EXAMPLE);

  it("has the management account as administrator account", () => {
    expect(fleet.administratorAccount).toBe(fleet.managementAccount);
  });

  it("has an OU tree of two levels, parents before children", () => {
    expect(fleet.organization.organizationalUnits).toEqual([
      { id: "ou-flt1-workload", name: "workloads", path: "workloads", parentId: "r-flt1" },
      { id: "ou-flt1-producti", name: "production", path: "workloads/production", parentId: "ou-flt1-workload" },
    ]);
  });

  it("puts app-prod into the OU production", () => {
    expect(fleet.memberAccounts.map(({ name, parentId }) => [name, parentId])).toEqual([
      ["app-dev", "ou-flt1-workload"],
      ["app-staging", "ou-flt1-workload"],
      ["app-prod", "ou-flt1-producti"],
    ]);
  });

  it("tags the instances of all three member accounts with ssm-automation=true", () => {
    expect(fleet.memberAccounts.map(({ ec2Targets }) => ec2Targets[0]?.tags)).toEqual(
      Array<object>(3).fill({ "ssm-automation": "true" }),
    );
  });

  it("shares images of app-dev with an account outside the organization", () => {
    expect(fleet.memberAccounts.map(({ amiSharing }) => amiSharing?.accountIds)).toEqual([
      ["555555555555"],
      undefined,
      undefined,
    ]);
  });

  it("is deployed with Organizations' role in members and the caller's own credentials in the management account", () => {
    expect(fleet.memberAccounts.map(({ deployRole }) => deployRole?.name)).toEqual(
      Array<string>(3).fill("OrganizationAccountAccessRole"),
    );
    expect(fleet.managementAccount.deployRole).toBeUndefined();
  });

  it("shares its central runbooks with the fleet's accounts", () => {
    expect(fleet.centralRunbooks).toMatchObject([
      { name: "check-os", shared: true, organizationalUnitIds: undefined, executionRole: "standard" },
      { name: "check-os-windows", shared: true, organizationalUnitIds: undefined, executionRole: "standard" },
    ]);
  });
});

describe("a fleet file", () => {
  it("can make a member account the administrator account, by name or by id", () => {
    for (const reference of ["app-prod", '"444444444444"']) {
      const fleet = load(`${EXAMPLE}administratorAccount: ${reference}\n`);
      expect(fleet.administratorAccount.name).toBe("app-prod");
      expect(fleet.readerPrincipalArns).toEqual(["arn:aws:iam::444444444444:user/fleetbook-operator"]);
    }
  });

  it("can make the management account a target", () => {
    expect(
      load(example(["  name: management\n", "  name: management\n  target: true\n"])).managementAccount.isTarget,
    ).toBe(true);
  });

  it("can override the defaults for one account, key by key", () => {
    const fleet = load(
      example([
        "    name: app-staging\n",
        "    name: app-staging\n    tags: {stage: staging}\n    ec2Target: {instanceType: t4g.small, tags: {role: web}}\n",
      ]),
    );
    const staging = fleet.memberAccounts[1];
    expect(staging?.tags).toEqual({ project: "fleetbook", stage: "staging" });
    expect(staging?.ec2Targets[0]).toMatchObject({
      instanceType: "t4g.small",
      network: { vpcCidr: "10.0.0.0/16" },
      tags: { "ssm-automation": "true", role: "web" },
    });
  });

  it("can remove the default EC2 target from one account with false", () => {
    const fleet = load(example(["    name: app-staging\n", "    name: app-staging\n    ec2Target: false\n"]));
    expect(fleet.memberAccounts.map(({ ec2Targets }) => ec2Targets.length)).toEqual([1, 0, 1]);
  });

  it("has AMI sharing run once and keep every image by default", () => {
    expect(load(EXAMPLE).memberAccounts[0]?.amiSharing).toEqual({
      prefix: "fleetbook",
      targetTag: { key: "MyDocument", value: "Group1" },
      accountIds: ["555555555555"],
      organizationalUnitIds: [],
      wholeOrganization: false,
      association: { waitForSuccessSeconds: 600 },
    });
  });

  it("can set how images are shared", () => {
    const fleet = load(
      example([
        "      shareWith: [partner]\n",
        [
          '      shareWith: [partner, "666666666666", "555555555555"]',
          "      imagesToKeep: 3",
          "      association:",
          "        schedule: cron(0 2 ? * SUN *)",
          '        maxConcurrency: "10%"',
          '        maxErrors: "0"',
          "        complianceSeverity: HIGH",
          "        outputLocation: {bucket: logs, keyPrefix: images, region: us-east-1}",
          "        waitForSuccessSeconds: 900",
          "",
        ].join("\n"),
      ]),
    );
    expect(fleet.memberAccounts[0]?.amiSharing).toEqual({
      prefix: "fleetbook",
      targetTag: { key: "MyDocument", value: "Group1" },
      accountIds: ["555555555555", "666666666666"],
      organizationalUnitIds: [],
      wholeOrganization: false,
      imagesToKeep: 3,
      association: {
        schedule: "cron(0 2 ? * SUN *)",
        maxConcurrency: "10%",
        maxErrors: "0",
        complianceSeverity: "HIGH",
        outputLocation: { bucket: "logs", keyPrefix: "images", region: "us-east-1" },
        waitForSuccessSeconds: 900,
      },
    });
  });

  it.each([
    ["true", { images: true, documents: true }],
    ["{images: true}", { images: true, documents: false }],
    ["false", undefined],
    ["{images: false}", undefined],
  ])("can block public sharing with %s", (setting, expected) => {
    const text = example(["    blockPublicSharing: true\n", `    blockPublicSharing: ${setting}\n`]);
    expect(load(text).memberAccounts[0]?.blockPublicSharing).toEqual(expected);
  });

  it("can block public sharing in every member account but one", () => {
    const text = example(
      ["defaults:\n", "defaults:\n  blockPublicSharing: true\n"],
      ["    blockPublicSharing: true\n", "    blockPublicSharing: false\n"],
    );
    const { memberAccounts, managementAccount } = load(text);
    expect(memberAccounts.map(({ blockPublicSharing }) => blockPublicSharing !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
    expect(managementAccount.blockPublicSharing).toBeUndefined();
  });

  it("can repeat a map with an anchor and a merge key", () => {
    const fleet = load(
      example(
        [
          "    ou: workloads\n    amiSharing",
          "    ou: workloads\n    tags: &tags {stage: dev, team: web}\n    amiSharing",
        ],
        ["    name: app-staging\n", "    name: app-staging\n    tags: {<<: *tags, stage: staging}\n"],
      ),
    );
    expect(fleet.memberAccounts[1]?.tags).toEqual({ project: "fleetbook", stage: "staging", team: "web" });
  });

  it("can begin with a byte order mark", () => {
    expect(load(`\uFEFF${EXAMPLE}`).homeRegion).toBe("ap-northeast-1");
  });

  it("gives the Regions with the home Region first", () => {
    const fleet = load(`${EXAMPLE}regions: [us-east-1, ap-northeast-1]\n`);
    expect(fleet.regions).toEqual(["ap-northeast-1", "us-east-1"]);
  });

  it.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("with the home Region %s is in the partition %s", (region, partition) => {
    const fleet = load(example(["homeRegion: ap-northeast-1", `homeRegion: ${region}`]));
    expect(fleet.partition).toBe(partition);
    expect(fleet.readerPrincipalArns).toEqual([`arn:${partition}:iam::111111111111:user/fleetbook-operator`]);
  });
});

describe("a fleet file that cannot be read", () => {
  it("is reported with its path if the file does not exist", () => {
    const path = join(__dirname, "no-such-fleet.yaml");
    expect(() => loadFleet(path, NO_RUNBOOKS)).toThrow(ConfigurationError);
    expect(() => loadFleet(path, NO_RUNBOOKS)).toThrow(/no-such-fleet\.yaml: There is no fleet file here/);
  });

  it("is reported if the path is a folder", () => {
    expect(() => loadFleet(__dirname, NO_RUNBOOKS)).toThrow(/cannot be read/);
  });

  it.each([
    ["an unfinished list", "organization:\n  id: [a\nhomeRegion: x\n", "not valid YAML"],
    ["a tab as indentation", "organization:\n\tid: a\n", "not valid YAML"],
    ["the same key twice", "homeRegion: a\nhomeRegion: b\n", "a second time"],
    ["nothing", "", "Expected a map at the top of a fleet file, found nothing."],
    ["a list", "- a\n- b\n", "Expected a map at the top of a fleet file, found a list."],
    ["an alias without an anchor", "organization: *nowhere\n", "*nowhere refers to an anchor"],
  ])("is reported with line and column if it contains %s", (_what, text, message) => {
    const [problem] = problems(text);
    expect(problem?.message).toContain(message);
    expect(problem?.place).toMatch(/^fleet\.yaml(:\d+:\d+)?$/);
  });

  it.each([
    ["a second document", "---\nhomeRegion: us-east-1\n", "A second YAML document begins here."],
    ["a YAML tag", "administratorAccount: !Ref management\n", "YAML tags such as !Ref and !Sub are not resolved."],
    ["an alias of nothing", "administratorAccount: *nobody\n", "*nobody refers to an anchor that is not above it."],
  ])("is reported with the line of %s", (_what, added, message) => {
    const text = EXAMPLE + added;
    expect(onlyProblem(text)).toMatchObject({ message });
    expect(onlyProblem(text).place).toMatch(new RegExp(`^fleet\\.yaml:${EXAMPLE.split("\n").length}:`));
  });

  it("is reported if it is not UTF-8", () => {
    const latin = Buffer.from(`${EXAMPLE}# Das größte Beispiel\n`, "latin1");
    expect(onlyProblem(latin).message).toContain("The file is not UTF-8");
  });

  it("is reported if its aliases expand to too many values", () => {
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x,x]",
      ...[..."bcdefgh"].map((key, index) => `${key}: &${key} [${Array(10).fill(`*${"abcdefgh"[index]}`).join(",")}]`),
    ];
    expect(problems(`${bomb.join("\n")}\n`)[0]?.message).toContain("aliases cannot be resolved");
  });
});

describe("a message about a wrong value in the fleet file", () => {
  it("gives the line and column of the value", () => {
    const problem = onlyProblem(example(["homeRegion: ap-northeast-1", "homeRegion: ap-northeast-11"]));
    expect(problem.place).toBe(`fleet.yaml:${lineOf("homeRegion")}:13`);
    expect(problem.remedy).toBe('Did you mean "ap-northeast-1"?');
  });

  it.each<readonly [what: string, from: string, to: string, message: string, remedy: string]>([
    [
      "an account id of eleven digits",
      '"222222222222"',
      '"22222222222"',
      'memberAccounts[0].id is "22222222222"; expected an AWS account id of 12 digits',
      "list-accounts",
    ],
    [
      "an unquoted account id",
      '"222222222222"',
      "012345678901",
      "memberAccounts[0].id: expected a string, found the number 12345678901.",
      "drops its leading zero",
    ],
    ["a wrong organization id", "o-fleetbook01", "o-Fleet", 'organization.id is "o-Fleet"', "describe-organization"],
    ["a wrong root id", "rootId: r-flt1", "rootId: root", 'organization.rootId is "root"', "list-roots"],
    [
      "a wrong OU id",
      "ou-flt1-producti",
      "ou-prod",
      'organizationalUnits[0].organizationalUnits[0].id is "ou-prod"',
      "list-organizational-units-for-parent",
    ],
    [
      "an OU of another organization",
      "ou-flt1-producti",
      "ou-zzzz-producti",
      'begins with "ou-flt1-"',
      "different organizations",
    ],
    [
      "an account name with capitals",
      "name: app-dev",
      "name: App",
      'memberAccounts[0].name is "App"',
      "provider aliases",
    ],
    [
      "a bucket prefix with capitals",
      "bucketPrefix: fleetbook-state",
      "bucketPrefix: Fleet",
      'state.bucketPrefix is "Fleet"',
      "63 characters",
    ],
    [
      "a principal that is neither user nor role",
      "user/fleetbook-operator",
      "fleetbook-operator",
      'reader.principal is "fleetbook-operator"',
      "IAM Identity Center",
    ],
    [
      "a principal outside the organization",
      "user/fleetbook-operator",
      "arn:aws:iam::999999999999:role/x",
      "account 999999999999",
      "do not trust principals outside",
    ],
    [
      "a principal in another partition",
      "user/fleetbook-operator",
      "arn:aws-cn:iam::111111111111:role/x",
      "partition aws-cn",
      "arn:aws:",
    ],
    [
      "an unknown key",
      "homeRegion:",
      "homeRegoin:",
      'The file has the unknown key "homeRegoin"',
      'Did you mean "homeRegion"?',
    ],
    [
      "a runbook that does not exist",
      "- name: check-os\n",
      "- name: check-so\n",
      "no runbook of that name",
      'Did you mean "check-os"?',
    ],
    [
      "a runbook named twice",
      "- name: check-os-windows",
      "- name: check-os",
      "which centralRunbooks[0].name already uses",
      "Remove it",
    ],
    [
      "an OU that is not defined",
      "ou: workloads/production",
      "ou: workloads/prod",
      'memberAccounts[2].ou is "workloads/prod"',
      "workloads",
    ],
    [
      "an unknown account to share images with",
      "[partner]",
      "[partnr]",
      'shareWith[0] is "partnr"',
      'Did you mean "partner"?',
    ],
    ["an account that shares with itself", "[partner]", "[app-dev]", "is the account itself", "Remove it"],
    [
      "an account id used twice",
      '"333333333333"',
      '"222222222222"',
      "which memberAccounts[0].id already uses",
      "Remove one",
    ],
    [
      "an account name used twice",
      "name: partner",
      "name: app-dev",
      "which memberAccounts[0].name already uses",
      "Rename",
    ],
    [
      "a tag that AWS reserves",
      "project: fleetbook",
      '"aws:project": fleetbook',
      'reserves keys that begin with "aws:"',
      "another key",
    ],
    [
      "a tag that IAM refuses",
      "project: fleetbook",
      '"R&D": fleetbook',
      'defaults.tags has the key "R&D"; expected 1 to 128 letters',
      "roles have the same tags",
    ],
    [
      "a tag's value that IAM refuses",
      "project: fleetbook",
      'project: "a,b{c}"',
      'defaults.tags.project is "a,b{c}"; expected up to 256 letters',
      "roles have the same tags",
    ],
    [
      "two tags that differ only in case",
      "project: fleetbook",
      "Project: x\n    project: fleetbook",
      'defaults.tags has the key "project" beside "Project"',
      'Write "Project"',
    ],
    [
      "a string in place of a list",
      "[partner]",
      "partner",
      'shareWith: expected a list, found the string "partner".',
      'Write a list: ["partner"].',
    ],
  ])("names %s and its remedy", (_what, from, to, message, remedy) => {
    const text = example([from, to]);
    const found = problems(text).find((problem) => problem.message.includes(message));
    expect(found).toBeDefined();
    expect(found?.remedy).toContain(remedy);
    const changed = to.split("\n").at(-1) ?? to;
    const line = Number(found?.place?.split(":")[1]);
    expect(text.split("\n")[line - 1]).toContain(changed.trim());
  });

  it.each<readonly [what: string, added: string, message: string]>([
    [
      "an administrator account that is not in the fleet",
      "administratorAccount: partner\n",
      'administratorAccount is "partner"',
    ],
    ["an unknown Region", "regions: [ap-northeast-1, us-esat-1]\n", 'regions[1] is "us-esat-1"'],
    ["Regions without the home Region", "regions: [us-east-1]\n", "does not include the home Region"],
    ["Regions of two partitions", "regions: [ap-northeast-1, cn-north-1]\n", "in partition aws-cn"],
    ["a Region named twice", "regions: [ap-northeast-1, ap-northeast-1]\n", "which regions[0] already uses"],
  ])("names %s in a top-level setting", (_what, added, message) => {
    expect(onlyProblem(EXAMPLE + added).message).toContain(message);
  });

  it.each<readonly [what: string, target: string, message: string]>([
    ["a subnet outside its VPC", "{subnetCidr: 10.1.0.0/24}", "not inside the VPC's range"],
    ["a range that AWS refuses", "{vpcCidr: 10.0.0.0/8}", "between /16 and /28"],
    ["an instance type of another architecture", "{instanceType: t3.nano}", "whose processors are x86_64"],
    ["a setting that does not exist", "{type: t3.nano}", 'unknown key "type"'],
    ["a number in place of settings", "5", "expected a map or true or false, found the number 5."],
  ])("names %s of an EC2 target", (_what, target, message) => {
    const text = example(["    name: app-staging\n", `    name: app-staging\n    ec2Target: ${target}\n`]);
    const problem = onlyProblem(text);
    expect(problem.message).toContain(message);
    expect(problem.place).toMatch(new RegExp(`^fleet\\.yaml:${lineOf("ec2Target: " + target, text)}:`));
  });

  it.each<readonly [what: string, setting: string, message: string]>([
    ["a malformed schedule", "schedule: daily", "expected rate(…), cron(…) or at(…)"],
    ["a rate without a unit", "schedule: rate(7)", "expected rate(…), cron(…) or at(…)"],
    ["a concurrency of zero", 'maxConcurrency: "0"', "a number from 1"],
    ["a concurrency that is a number", "maxConcurrency: 5", "maxConcurrency: expected a string, found the number 5."],
    ["more than 100% of errors", 'maxErrors: "101%"', "a percentage up to 100%"],
    ["a severity that does not exist", "complianceSeverity: SEVERE", "expected one of CRITICAL"],
    ["a bucket as an address", "outputLocation: {bucket: s3://logs}", "the name of an S3 bucket"],
    ["a wait that is too short", "waitForSuccessSeconds: 5", "at least 15"],
  ])("names %s of an association", (_what, setting, message) => {
    const text = example([
      "      shareWith: [partner]\n",
      `      shareWith: [partner]\n      association:\n        ${setting}\n`,
    ]);
    const problem = onlyProblem(text);
    expect(problem.message).toContain(message);
    expect(problem.place).toMatch(new RegExp(`^fleet\\.yaml:${lineOf(setting, text)}:`));
  });

  it.each([
    ["0", "imagesToKeep is 0; expected at least 1."],
    ["2.5", "imagesToKeep: expected an integer, found the number 2.5."],
    ["many", 'imagesToKeep: expected a number, found the string "many".'],
  ])("names %s as a wrong number of images to keep", (count, message) => {
    const text = example([
      "      shareWith: [partner]\n",
      `      shareWith: [partner]\n      imagesToKeep: ${count}\n`,
    ]);
    expect(onlyProblem(text).message).toContain(message);
  });

  it.each(["aws-images", "amazon", "Aws-images", "AMZN"])(
    "names a prefix that Systems Manager reserves: %s",
    (prefix) => {
      const text = example(["      prefix: fleetbook\n", `      prefix: ${prefix}\n`]);
      expect(onlyProblem(text).message).toContain("not with aws, amazon or amzn");
    },
  );

  it("names a tag that differs from one of the defaults only in case, once", () => {
    const text = example(["    name: app-staging\n", "    name: app-staging\n    tags: {PROJECT: x}\n"]);
    expect(onlyProblem(text).message).toContain('beside "project" of defaults.tags');
  });

  it("names more tags than IAM allows, those of the defaults included", () => {
    const tags = (count: number) => Array.from({ length: count }, (_, index) => `t${index}: x`).join(", ");
    const text = (count: number) =>
      example(["    name: app-staging\n", `    name: app-staging\n    tags: {${tags(count)}}\n`]);
    expect(problems(text(49))).toEqual([]);
    expect(onlyProblem(text(50)).message).toBe(
      "The roles of memberAccounts[1] have 51 tags with those of the defaults; AWS allows a role 50.",
    );
  });

  it("counts and compares the tags of roles with those of their account", () => {
    const staging = (tags: string, roles: string) =>
      example([
        "    name: app-staging\n",
        `    name: app-staging\n    tags: {${tags}}\n    roles: {tags: {${roles}}}\n`,
      ]);
    const keys = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, index) => `${prefix}${index}: x`).join(", ");
    expect(problems(staging(keys(24, "a"), keys(25, "b")))).toEqual([]);
    expect(onlyProblem(staging(keys(25, "a"), keys(25, "b"))).message).toContain("have 51 tags");
    expect(onlyProblem(staging("stage: a", "STAGE: b")).message).toContain(
      'memberAccounts[1].roles.tags has the key "STAGE" beside "stage" of memberAccounts[1].tags',
    );
  });

  it("accepts any characters in the tags of an instance, which IAM does not see", () => {
    const text = example(['      ssm-automation: "true"\n', '      "R&D": "a,b{c}"\n']);
    expect(load(text).memberAccounts[0]?.ec2Targets[0]?.tags).toEqual({ "R&D": "a,b{c}" });
  });

  it("names a value once that is wrong in itself and does not fit the others", () => {
    expect(onlyProblem(example(["[partner]", '[""]'])).message).toContain("expected at least 1 character");
  });

  it("names AMI sharing in an account without an EC2 target", () => {
    const text = example(["    amiSharing:", "    ec2Target: false\n    amiSharing:"]);
    expect(onlyProblem(text).message).toContain("the account has none");
  });

  it("names the runbooks of a management account that is not a target", () => {
    const withRunbooks = (target: string): string =>
      example(["  name: management\n", `  name: management\n  target: ${target}\n  runbooks: [check-os]\n`]);
    expect(onlyProblem(withRunbooks("false")).message).toContain("runbooks do not act in it");
    expect(load(withRunbooks("true")).managementAccount.runbooks.map(({ name }) => name)).toEqual(["check-os"]);
  });

  it("names a key that is missing", () => {
    expect(onlyProblem(example(["homeRegion: ap-northeast-1\n", ""])).message).toBe(
      'The file lacks the key "homeRegion".',
    );
  });
});

it("loadFleet reports faults of every kind in one pass, in the order of their lines", () => {
  const text = example(
    ["o-fleetbook01", "o-x"],
    ["homeRegion: ap-northeast-1", "homeRegion: nowhere"],
    ["- name: check-os\n", "- name: chekc\n"],
    ['"222222222222"', "222222222222"],
    ["ou: workloads\n", "ou: elsewhere\n"],
    ["name: partner", "nmae: partner"],
  );
  const found = problems(text);
  expect(found.map(({ message }) => message.split(/ (?:is|has|lacks) |: /)[0])).toEqual([
    "organization.id",
    "homeRegion",
    "centralRunbooks[0].name",
    "memberAccounts[0].id",
    "memberAccounts[0].ou",
    "memberAccounts[0].amiSharing.shareWith[0]",
    "externalAccounts[0]",
    "externalAccounts[0]",
  ]);
  expect(found.every(({ remedy }) => remedy.length > 0)).toBe(true);
});
