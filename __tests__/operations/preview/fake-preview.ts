/** A healthy fleet that answers a preview without HTTP, and changes to it: each probe's test plants one fault. */
import { checkOs } from "../../../runbooks/check-os";
import type { CatalogueEntry } from "../../../src/catalogue/catalogue";
import { renderYaml } from "../../../src/document/render";
import type { Fleet } from "../../../src/fleet/model";
import { allAccounts } from "../../../src/fleet/model";
import { administrationRoleArn } from "../../../src/fleet/names";
import { unreadableBecause } from "../../../src/operations/collect/unreadable";
import type { Finding } from "../../../src/operations/preview/finding";
import { Facts } from "../../../src/operations/preview/facts";
import { instancesOf } from "../../../src/operations/preview/instances";
import type { DocumentFacts, PlaceReader, PreviewReader } from "../../../src/operations/preview/ports";
import type { Probe, ProbeContext } from "../../../src/operations/preview/probe";
import { accountsOf, type ResolvedRequest } from "../../../src/operations/request/request";
import { exampleFleet } from "../../stacks/example-fleet";

export const MANAGEMENT = "111111111111";
export const DEV = "222222222222";
export const STAGING = "333333333333";
export const PROD = "444444444444";
export const REGION = "ap-northeast-1";

export const entry: CatalogueEntry = {
  name: checkOs.name,
  file: "/project/runbooks/check-os.ts",
  content: renderYaml(checkOs.document),
  format: "YAML",
  runbook: checkOs,
};

/** The document as AWS has it. */
export const deployed: DocumentFacts = { version: "1", content: entry.content, targetType: "/AWS::EC2::Instance" };

/** A start of check-os in every member account, on the instances with the fleet's tag. */
export const request: ResolvedRequest = {
  documentName: "check-os",
  documentVersion: undefined,
  runbook: checkOs,
  parameters: { AutomationAssumeRole: [administrationRoleArn(exampleFleet)] },
  targetParameter: "InstanceId",
  targets: [{ Key: "tag:ssm-automation", Values: ["true"] }],
  places: exampleFleet.memberAccounts.map((account) => ({ account, region: REGION })),
  executionRoleIn: () => "AWS-SystemsManager-AutomationExecutionRole",
  limits: { maxConcurrency: "10", maxErrors: "10%", accountConcurrency: "10", accountErrors: "10%" },
  tags: {},
};

const trust = (Principal: object, Condition: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }],
  });

export const executionRoleTrust = (principal = administrationRoleArn(exampleFleet), organization = "o-fleetbook01") =>
  trust({ AWS: principal }, { StringEquals: { "aws:PrincipalOrgID": organization } });

export const administrationRoleTrust = (accountId = MANAGEMENT) =>
  trust(
    { Service: "ssm.amazonaws.com" },
    { ArnLike: { "aws:SourceArn": `arn:aws:ssm:*:${accountId}:automation-execution/*` } },
  );

/** What AWS would answer otherwise than in a healthy fleet. */
export interface Changes extends Partial<Omit<PreviewReader, "at">> {
  /** By account. */
  readonly at?: Readonly<Record<string, Partial<PlaceReader>>>;
  /** Accounts without a reader role. */
  readonly closed?: readonly string[];
}

/** `i-222222222222` and the like: each account has one instance. */
export const instanceOf = (accountId: string): string => `i-${accountId}`;

export function fakeReader(changes: Changes = {}): PreviewReader {
  const { at = {}, closed = [], ...others } = changes;
  return {
    caller: { arn: `arn:aws:iam::${MANAGEMENT}:user/operator`, accountId: MANAGEMENT },
    at: (accountId) => {
      if (closed.includes(accountId)) return Promise.reject(unreadableBecause("no-reader-role", "AccessDenied"));
      return Promise.resolve({ ...healthyPlace(accountId), ...at[accountId] });
    },
    document: (_name, version) => Promise.resolve(version === undefined || version === "1" ? deployed : undefined),
    versions: () => Promise.resolve(["1"]),
    sharedWith: () => Promise.resolve([DEV, STAGING, PROD]),
    mayPassRole: () => Promise.resolve(true),
    accounts: () =>
      Promise.resolve(new Map(allAccounts(exampleFleet).map(({ id, name }) => [id, { id, name, state: "ACTIVE" }]))),
    accountsIn: (parentId) =>
      Promise.resolve(
        allAccounts(exampleFleet)
          .filter((account) => account.parentId === parentId)
          .map(({ id }) => id),
      ),
    executionPreview: () =>
      Promise.resolve({
        ...{ status: "Success", message: undefined, steps: { Undetermined: 5 }, regions: [REGION] },
        ...{ targets: 3, accounts: 3 },
      }),
    ...others,
  };
}

function healthyPlace(accountId: string): PlaceReader {
  const id = instanceOf(accountId);
  return {
    instances: () => Promise.resolve([{ id, name: undefined, state: "running" }]),
    nodes: () => Promise.resolve(new Map([[id, "Online"]])),
    role: (name) =>
      Promise.resolve({
        arn: `arn:aws:iam::${accountId}:role/${name}`,
        trustPolicy: name.includes("Administration") ? administrationRoleTrust() : executionRoleTrust(),
      }),
    executions: () => Promise.resolve(0),
    setting: () => Promise.resolve("False"),
  };
}

export interface Planted extends Changes {
  readonly fleet?: Fleet;
  readonly request?: Partial<ResolvedRequest>;
}

export function contextOf({ fleet = exampleFleet, request: changed, ...changes }: Planted = {}): ProbeContext {
  const facts = new Facts(fakeReader(changes));
  const asked = { ...request, ...changed };
  return {
    ...{ fleet, request: asked, entry, facts },
    regions: [...new Set(asked.places.map(({ region }) => region))],
    accounts: accountsOf(asked.places),
    instances: () => instancesOf(asked, facts),
  };
}

export function findings(probe: Probe, planted?: Planted): Promise<readonly Finding[]> {
  return probe.find(contextOf(planted));
}

/** Findings in few words: what mends each, stacks by their names, after a command that is run before. */
export const brief = (found: readonly Finding[]) =>
  found.map(({ severity, place, mend }) => [
    severity,
    place.accountId,
    ...(mend?.kind === "deploy" && mend.before !== undefined ? [mend.before.command] : []),
    mend?.kind === "deploy" ? mend.stacks.join(" ") : mend?.command,
  ]);

/** Versions of check-os by number, of which one is the default. */
export const versions = (contents: Readonly<Record<string, string>>, standard: string) => ({
  document: (_name: string, version = standard) =>
    Promise.resolve({ ...deployed, version, content: contents[version] ?? "" }),
  versions: () => Promise.resolve(Object.keys(contents).reverse()),
});
