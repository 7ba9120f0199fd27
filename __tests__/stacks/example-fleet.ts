/** The example fleet as an object, variations of it, and its synthesized stacks. */
import { deployRole } from "../../src/fleet/resolve/deploy-role";
import { operations } from "../../src/fleet/resolve/operations";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { AppConfig } from "cdktf";
import { defineRunbook } from "../../src/document/define";
import type { Runbook } from "../../src/document/model";
import { renderYaml } from "../../src/document/render";
import type {
  Account,
  AccountRunbook,
  AmiSharing,
  BuiltNetwork,
  CentralRunbook,
  Ec2Target,
  Fleet,
} from "../../src/fleet/model";
import { checkOs } from "../../runbooks/check-os";
import { checkOsWindows } from "../../runbooks/check-os-windows";
import { createAndShareAmi } from "../../runbooks/create-and-share-ami";
import type { DeployableRunbook } from "../../stacks/constructs/runbook-document";
import { addFleetStacks, addStateStacks } from "../../stacks/fleet-app";
import { withQuickTokens } from "../../stacks/quick-tokens";

/** The network of `ec2Target` in the example: Fleetbook builds it. */
export const builtNetwork: BuiltNetwork = {
  name: undefined,
  vpcCidr: "10.0.0.0/16",
  subnetCidr: "10.0.1.0/24",
  flowLogs: undefined,
};

/** The EC2 target of each member account of the example. */
export const exampleTarget: Ec2Target = {
  name: undefined,
  network: builtNetwork,
  ownSubnet: undefined,
  instanceType: "t4g.nano",
  architecture: "arm64",
  image: "amazon-linux-2",
  encryptedRootVolume: true,
  kmsKey: undefined,
  targetTag: { key: "MyDocument", value: "Group1" },
  tags: { "ssm-automation": "true" },
};

const amiSharing: AmiSharing = {
  prefix: "fleetbook",
  targetTag: { key: "MyDocument", value: "Group1" },
  accountIds: ["555555555555"],
  organizationalUnitIds: [],
  wholeOrganization: false,
  imagesToKeep: undefined,
  association: {
    schedule: undefined,
    maxConcurrency: undefined,
    maxErrors: undefined,
    complianceSeverity: undefined,
    outputLocation: undefined,
    waitForSuccessSeconds: 600,
  },
};

function account(id: string, name: string, parentId: string, changes: Partial<Account> = {}): Account {
  return {
    id,
    name,
    parentId,
    tags: { project: "fleetbook" },
    deployRole: deployRole(),
    regions: ["ap-northeast-1"],
    isTarget: true,
    emptyStacks: [],
    roles: { path: "/", permissionsBoundary: undefined, tags: {} },
    adopt: false,
    existingExecutionRole: undefined,
    amazonSSMAutomationRole: true,
    runbooks: [],
    associations: [],
    ec2Targets: [exampleTarget],
    amiSharing: undefined,
    blockPublicSharing: undefined,
    automation: {},
    ...changes,
  };
}

const DERIVED = { derived: true, statements: [], managedPolicies: [] };

/** Runbooks of an account as the fleet file names them without settings. */
export function named(...names: readonly string[]): readonly AccountRunbook[] {
  return names.map((name) => ({ name, permissions: DERIVED }));
}

/** A central runbook as the fleet file names it, with these settings. */
export function central(name: string, settings: Partial<CentralRunbook> = {}): CentralRunbook {
  return {
    name,
    shared: true,
    organizationalUnitIds: undefined,
    executionRole: "standard",
    permissions: DERIVED,
    ...settings,
  };
}

const managementAccount = account("111111111111", "management", "r-flt1", {
  deployRole: undefined,
  isTarget: false,
  ec2Targets: [],
});

/** The fleet of `__tests__/fixtures/example/fleet.yaml`. */
export const exampleFleet: Fleet = {
  file: "/fleet/fleet.yaml",
  partition: "aws",
  organization: {
    id: "o-fleetbook01",
    rootId: "r-flt1",
    organizationalUnits: [
      { id: "ou-flt1-workload", name: "workloads", path: "workloads", parentId: "r-flt1" },
      { id: "ou-flt1-producti", name: "production", path: "workloads/production", parentId: "ou-flt1-workload" },
    ],
  },
  homeRegion: "ap-northeast-1",
  regions: ["ap-northeast-1"],
  retiredRegions: [],
  managementAccount,
  administratorAccount: managementAccount,
  memberAccounts: [
    account("222222222222", "app-dev", "ou-flt1-workload", {
      amiSharing,
      blockPublicSharing: { images: true, documents: true },
    }),
    account("333333333333", "app-staging", "ou-flt1-workload"),
    account("444444444444", "app-prod", "ou-flt1-producti"),
  ],
  externalAccounts: [{ id: "555555555555", name: "partner" }],
  centralRunbooks: [central("check-os"), central("check-os-windows")],
  state: { bucketName: "fleetbook-state-{accountId}-{region}", encryption: "aws:kms", noncurrentVersionDays: 90 },
  operations: operations({ targetTag: { key: "ssm-automation", value: "true" } }),
  outputs: undefined,
  pipeline: undefined,
  readerPrincipalArns: ["arn:aws:iam::111111111111:user/fleetbook-operator"],
  approverPrincipalArns: [],
};

/** The fleet with these Regions, and every account of it in all of them. */
export function inRegions(fleet: Fleet, regions: readonly string[]): Fleet {
  const there = (each: Account): Account => ({ ...each, regions });
  const memberAccounts = fleet.memberAccounts.map(there);
  return {
    ...{ ...fleet, regions, memberAccounts },
    managementAccount: there(fleet.managementAccount),
    administratorAccount: there(fleet.administratorAccount),
  };
}

/** The example in two Regions, with runbooks of its own in `app-dev`. */
export const twoRegionFleet: Fleet = inRegions(
  {
    ...exampleFleet,
    memberAccounts: exampleFleet.memberAccounts.map((member) =>
      member.name === "app-dev" ? { ...member, runbooks: named("check-os") } : member,
    ),
  },
  ["ap-northeast-1", "us-east-1"],
);

const delegated = account("666666666666", "automation", "r-flt1", {
  ec2Targets: [],
  runbooks: named("check-os", "restart-service"),
});

/** The example with a member account as delegated administrator that is a target itself, in two Regions. */
export const delegatedFleet: Fleet = inRegions(
  {
    ...exampleFleet,
    administratorAccount: delegated,
    registerDelegatedAdministrator: true,
    memberAccounts: [delegated, ...exampleFleet.memberAccounts],
    readerPrincipalArns: ["arn:aws:iam::666666666666:user/fleetbook-operator"],
    approverPrincipalArns: [],
  },
  twoRegionFleet.regions,
);

/** The example with the management account as a target of its own. */
export const managementTargetFleet: Fleet = {
  ...exampleFleet,
  managementAccount: { ...managementAccount, isTarget: true },
  administratorAccount: { ...managementAccount, isTarget: true },
};

/** The example with accounts that have their own runbooks, in two Regions. */
export const ownRunbooksFleet: Fleet = {
  ...twoRegionFleet,
  memberAccounts: twoRegionFleet.memberAccounts.map((member) =>
    member.name === "app-dev"
      ? { ...member, runbooks: named("check-os", "create-and-share-ami", "restart-service") }
      : { ...member, runbooks: named("create-and-share-ami") },
  ),
};

/** The example with settings of its roles, and a central runbook that acts with a role of its own. */
export const rolesFleet: Fleet = {
  ...exampleFleet,
  centralRunbooks: [central("check-os"), central("check-os-windows", { executionRole: "own" })],
  memberAccounts: exampleFleet.memberAccounts.map((member) => ({
    ...member,
    roles: {
      path: "/team/",
      permissionsBoundary: { policy: "team-boundary", document: undefined },
      tags: { owner: "team" },
    },
    amazonSSMAutomationRole: false,
    runbooks: named("check-os"),
  })),
};

/** The example in one of the partitions that are not `aws`. */
export function partitionFleet(partition: "aws-cn" | "aws-us-gov", homeRegion: string): Fleet {
  return {
    ...inRegions(ownRunbooksFleet, [homeRegion]),
    partition,
    homeRegion,
    readerPrincipalArns: [`arn:${partition}:iam::111111111111:user/fleetbook-operator`],
    approverPrincipalArns: [],
    state: { ...exampleFleet.state, encryption: "AES256" },
  };
}

/** The example with buckets for outputs, in two Regions. */
export const outputsFleet: Fleet = {
  ...twoRegionFleet,
  outputs: { bucketPrefix: "fleetbook-outputs", expirationDays: 30 },
};

/** The example with roles of workflows. */
export const pipelineFleet: Fleet = {
  ...outputsFleet,
  pipeline: {
    account: twoRegionFleet.managementAccount,
    github: { repository: "octo-org/fleet", branch: "main", environment: "production", existingProvider: false },
    plannerArns: [],
  },
};

/** Every variation with its name in test names. */
export const variations: readonly (readonly [string, Fleet])[] = [
  ["the example fleet", exampleFleet],
  ["two Regions", twoRegionFleet],
  ["a delegated administrator", delegatedFleet],
  ["the management account as a target", managementTargetFleet],
  ["accounts with runbooks of their own", ownRunbooksFleet],
  ["settings of roles", rolesFleet],
  ["buckets for outputs", outputsFleet],
  ["roles of workflows", pipelineFleet],
  ["China", partitionFleet("aws-cn", "cn-north-1")],
  ["GovCloud", partitionFleet("aws-us-gov", "us-gov-west-1")],
];

/** A runbook without its own role: it acts with the permissions of whoever starts it. */
const restartService = defineRunbook({
  name: "restart-service",
  targetType: "/AWS::EC2::Instance",
  parameters: { InstanceId: { type: "String" } },
  mainSteps: [
    {
      name: "restart",
      action: "aws:runCommand",
      timeoutSeconds: 60,
      inputs: {
        DocumentName: "AWS-RunShellScript",
        InstanceIds: ["{{ InstanceId }}"],
        Parameters: { commands: ["systemctl restart app"] },
      },
    },
  ],
});

/** A runbook as the catalogue returns it. */
export function deployable(runbook: Runbook): DeployableRunbook {
  const { name, document, targetType } = runbook;
  return { name, content: renderYaml(document), format: "YAML", ...(targetType && { targetType }), runbook };
}

export const runbooks: ReadonlyMap<string, DeployableRunbook> = new Map(
  [checkOs, checkOsWindows, createAndShareAmi, restartService].map((runbook) => [runbook.name, deployable(runbook)]),
);

/** The account of that name. */
export function accountOf(fleet: Fleet, name: string): Account {
  const found = [fleet.managementAccount, ...fleet.memberAccounts].find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no account ${name}`);
  return found;
}

/** A block of a synthesized stack: a resource, a data source or a provider. */
export type Body = Readonly<Record<string, unknown>>;

/** The parts of a synthesized stack that tests look at. */
export interface StackJson {
  readonly provider: { readonly aws: readonly Body[] };
  readonly terraform: {
    readonly backend: Readonly<Record<string, Body>>;
    readonly required_providers: unknown;
    readonly required_version: unknown;
  };
  readonly resource: Readonly<Record<string, Readonly<Record<string, Body>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Body>>>>;
  readonly output?: Readonly<Record<string, Body>>;
}

export interface Synthesized {
  /** Each stack's JSON as Terraform gets it, by the stack's name. */
  readonly stacks: ReadonlyMap<string, StackJson>;
  /** Names of the stacks that a stack waits for. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/** Runs `app.synth()` as cdktf's CLI does, into a folder that is removed again, and reads what it wrote. */
export function synthesize(addStacks: (app: App) => void, config: AppConfig = {}): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "fleetbook-synth-"));
  try {
    withQuickTokens(() => {
      const app = new App({ ...config, outdir, stackTraces: false });
      addStacks(app);
      app.synth();
    });
    const names = readdirSync(join(outdir, "stacks"));
    const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
      stacks: Record<string, { dependencies: string[] }>;
    };
    return {
      stacks: new Map(
        names.map((name) => [
          name,
          JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")) as StackJson,
        ]),
      ),
      dependencies: new Map(names.map((name) => [name, manifest.stacks[name]?.dependencies ?? []])),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const synthesized = new WeakMap<Fleet, ReadonlyMap<string, StackJson>>();

/** Every stack of a fleet, including those of its state. A fleet is synthesized once in a test file. */
export function synthesizeAll(fleet: Fleet): ReadonlyMap<string, StackJson> {
  const known = synthesized.get(fleet) ?? allStacks(fleet);
  synthesized.set(fleet, known);
  return known;
}

function allStacks(fleet: Fleet): ReadonlyMap<string, StackJson> {
  const ofFleet = synthesize((app) => addFleetStacks(app, fleet, runbooks));
  const ofState = synthesize((app) => addStateStacks(app, fleet));
  return new Map([...ofFleet.stacks, ...ofState.stacks]);
}

/** Every resource of a stack (or only those of a type), with its address. */
export function resources(stack: StackJson, type?: string): (readonly [address: string, body: Body])[] {
  return Object.entries(stack.resource)
    .filter(([name]) => type === undefined || name === type)
    .flatMap(([name, bodies]) => Object.entries(bodies).map(([id, body]) => [`${name}.${id}`, body] as const));
}

/** The one resource of a type. */
export function resource(stack: StackJson, type: string): Body {
  const [found, second] = resources(stack, type);
  if (found === undefined || second !== undefined) throw new Error(`not exactly one ${type}`);
  return found[1];
}

/** A statement of a policy in a synthesized stack. */
export interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: unknown;
}

/** The statements of a policy document, which is the JSON string of an attribute. */
export function statements(policy: unknown): readonly Statement[] {
  if (typeof policy !== "string") throw new Error("not a policy document");
  return (JSON.parse(policy) as { Statement: Statement[] }).Statement;
}
