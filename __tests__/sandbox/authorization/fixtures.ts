/** Requests as they come out of the gateway, and authorizers over policies and facts that are given as data. */
import type { Trail } from "../../../src/sandbox/authorization/trail";
import type { IncomingMessage } from "node:http";
import { createAuthorizer, type Authorizer } from "../../../src/sandbox/authorization/authorizer";
import { callOf } from "../../../src/sandbox/authorization/call";
import { requiredPermissionsIn } from "../../../src/sandbox/authorization/required-permissions";
import { PermissionsCache, type StoredIdentity } from "../../../src/sandbox/authorization/permissions";
import type { ResourceFacts, Tags } from "../../../src/sandbox/authorization/resource-facts";
import type { Principal, RoleSession, UserPrincipal } from "../../../src/sandbox/identities/principals";
import { readHead, readRequest, withDecodedInput } from "../../../src/sandbox/gateway/read-request";
import type { PrincipalPolicies } from "../../../src/iam/decision/decide";
import { AwsError } from "../../../src/sandbox/protocol/aws-error";
import type { CallerRequest } from "../../../src/sandbox/protocol/message";
import { APP_DEV_ID, exampleFleet, HOME_REGION } from "../example-fleet";
import { identityPolicy } from "../../iam/decision/fixtures";

export const REGION = HOME_REGION;
export const ACCOUNT = APP_DEV_ID;

export const instanceArn = (id: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${id}`;
export const ssmArn = (resource: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:${resource}`;
export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

export function sessionOf(roleName: string, overrides: Partial<RoleSession> = {}): RoleSession {
  return {
    type: "AssumedRole",
    accountId: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${roleName}/session`,
    roleName,
    roleArn: roleArn(roleName),
    roleId: "AROAEXAMPLE",
    sessionName: "session",
    sessionPolicies: [],
    tags: {},
    sourceIdentity: undefined,
    ...overrides,
  };
}

export const operator: UserPrincipal = {
  type: "User",
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/operator`,
  userName: "operator",
  userId: "AIDAOPERATOR",
};

interface Sent {
  readonly caller?: Principal;
  readonly region?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function request(service: string, sent: Sent): CallerRequest {
  const { caller = sessionOf("worker"), region = REGION, method = "POST", path = "/", headers = {}, body = "" } = sent;
  const message = { method, url: path, headers } as Partial<IncomingMessage> as IncomingMessage;
  const signature = { accessKeyId: "ASIAEXAMPLE", region, service, sessionToken: undefined };
  return { ...withDecodedInput(readRequest(readHead(message), Buffer.from(body), signature)), caller };
}

/** A request of the query protocols: EC2, IAM, CloudFormation. Parameters as they are sent: `InstanceId.1`. */
export function query(
  service: string,
  operation: string,
  parameters: Readonly<Record<string, string>> = {},
  sent: Sent = {},
): CallerRequest {
  const body = new URLSearchParams({ Action: operation, ...parameters }).toString();
  return request(service, { ...sent, body, headers: { "content-type": "application/x-www-form-urlencoded" } });
}

/** A request of the JSON protocols: Systems Manager, KMS, Organizations. */
export function json(service: string, operation: string, input: object = {}, sent: Sent = {}): CallerRequest {
  return request(service, {
    ...sent,
    body: JSON.stringify(input),
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `Service.${operation}` },
  });
}

/** A request of a REST protocol: S3, Lambda. */
export function rest(service: string, methodAndPath: string, sent: Sent = {}): CallerRequest {
  const [method = "", path = ""] = methodAndPath.split(" ");
  return request(service, { ...sent, method, path });
}

/** What the world knows beside the request, by ARN or name. */
export interface Known {
  readonly tags?: Readonly<Record<string, Tags>>;
  readonly owners?: Readonly<Record<string, string>>;
  readonly iam?: Readonly<Record<string, string>>;
  readonly profileRoles?: Readonly<Record<string, string>>;
  readonly keys?: Readonly<Record<string, string>>;
  readonly roles?: readonly string[];
}

export function factsOf(known: Known = {}): ResourceFacts {
  return {
    tags: (arn) => Promise.resolve(known.tags?.[arn] ?? {}),
    owner: (arn) => Promise.resolve(known.owners?.[arn]),
    iamArn: (kind, name) => Promise.resolve(known.iam?.[name] ?? `arn:aws:iam::${ACCOUNT}:${kind}/${name}`),
    profileRole: (name) => Promise.resolve(known.profileRoles?.[name]),
    roleExists: (name) => Promise.resolve(known.roles?.includes(name) === true),
    keyArn: (alias) => Promise.resolve(known.keys?.[alias]),
  };
}

/** An authorizer for callers with these policies. */
export function authorizerFor(
  policies: PrincipalPolicies,
  { facts = factsOf(), trail, ...identity }: Partial<StoredIdentity> & { facts?: ResourceFacts; trail?: Trail } = {},
): Authorizer {
  return createAuthorizer({
    fleet: exampleFleet(),
    permissions: new PermissionsCache(() => Promise.resolve({ policies, tags: {}, ...identity })),
    facts,
    trail,
    now: () => new Date("2026-02-03T04:05:06Z"),
  });
}

/** An authorizer for callers whose one policy, `work`, has these statements. */
export function allowing(statements: readonly object[], known: Known = {}): Authorizer {
  return authorizerFor({ identityPolicies: [identityPolicy("work", ...statements)] }, { facts: factsOf(known) });
}

/** The refusal; undefined if the request passes. */
export async function refusalOf(checked: Promise<void>): Promise<AwsError | undefined> {
  try {
    await checked;
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

/** The permissions that a request needs, as `action resource`. */
export async function requiredPermissionsOf(asked: CallerRequest, known: Known = {}): Promise<string[]> {
  const required = requiredPermissionsIn(exampleFleet())(callOf(asked), factsOf(known));
  return Promise.all(
    required.map(
      async ({ action, resource }) => `${action} ${typeof resource === "string" ? resource : await resource()}`,
    ),
  );
}
