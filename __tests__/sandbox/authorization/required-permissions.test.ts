/** No operation that the sandbox serves itself is left to policies that allow everything. */
import { readFileSync } from "node:fs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as organizations from "@aws-sdk/client-organizations";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import { callOf } from "../../../src/sandbox/authorization/call";
import { NO_RESOURCES_NOTE, onEverything } from "../../../src/sandbox/authorization/required-permission";
import { requiredPermissionsIn } from "../../../src/sandbox/authorization/required-permissions";
import type { CallerRequest } from "../../../src/sandbox/protocol/message";
import { filesBelow } from "../../structure/sources";
import { exampleFleet } from "../example-fleet";
import { ACCOUNT, factsOf, json, query } from "./fixtures";

/** An operation as a client package describes it. */
interface Operation {
  readonly name: string;
  /** The members of its input. */
  readonly members: readonly string[];
}

interface Service {
  readonly name: string;
  /** The service's client package. */
  readonly client: object;
  readonly folders: readonly string[];
  readonly send: (
    operation: string,
    named: Readonly<Record<string, string>>,
    members: readonly string[],
  ) => CallerRequest;
}

const ID = "11111111-2222-3333-4444-555555555555";

/** A value for each member that names a resource. */
const NAMED: Readonly<Record<string, string>> = {
  AccountId: ACCOUNT,
  AssociationId: ID,
  AutomationExecutionId: ID,
  ChildId: ACCOUNT,
  DocumentName: "check-os",
  ImageId: "ami-0123456789abcdef0",
  InstanceId: "i-0123456789abcdef0",
  Name: "check-os",
  OrganizationalUnitId: "ou-ab12-cdefgh34",
  ParentId: "r-ab12",
  Path: "/work",
  PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/work`,
  PolicySourceArn: `arn:aws:iam::${ACCOUNT}:role/work`,
  ResourceType: "Document",
  SettingId: "/ssm/documents/console/public-sharing-permission",
  SnapshotId: "snap-0123456789abcdef0",
  SourceImageId: "ami-0123456789abcdef0",
  SourceSnapshotId: "snap-0123456789abcdef0",
  VolumeId: "vol-0123456789abcdef0",
  RoleName: "work",
  UserName: "operator",
  VpcEndpointId: "vpce-0123456789abcdef0",
  RoleArn: `arn:aws:iam::${ACCOUNT}:role/work`,
};

/** Likewise, for members that are lists. */
const NAMED_IN_LISTS: Readonly<Record<string, readonly unknown[]>> = {
  AssociationIds: [ID],
  Entries: [{ Name: "check-os" }],
  InstanceIds: ["i-0123456789abcdef0"],
  Names: ["check-os"],
};

/** The services that have operations of the sandbox's own: where these are, and what else their requests name. */
const SERVICES: readonly Service[] = [
  {
    name: "ec2",
    client: ec2,
    folders: ["src/sandbox/services/ec2"],
    send: (operation, named) => query("ec2", operation, { ...named, "ResourceId.1": "i-0123456789abcdef0" }),
  },
  {
    name: "iam",
    client: iam,
    folders: ["src/sandbox/services/iam"],
    send: (operation, named) => query("iam", operation, named),
  },
  {
    name: "organizations",
    client: organizations,
    folders: ["src/sandbox/services/organizations"],
    send: (operation, named) => json("organizations", operation, { ...named, ResourceId: ACCOUNT }),
  },
  {
    name: "ssm",
    client: ssm,
    folders: ["src/sandbox/systems-manager", "src/sandbox/services/ec2"],
    send: (operation, named, members) =>
      json("ssm", operation, { ...named, ...only(members, NAMED_IN_LISTS), ResourceId: "check-os" }),
  },
  {
    name: "sts",
    client: sts,
    folders: ["src/sandbox/services/sts"],
    send: (operation, named) => query("sts", operation, named),
  },
];

const required = requiredPermissionsIn(exampleFleet());

function only<T>(members: readonly string[], values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([member]) => members.includes(member)));
}

/** The operations of a client that a layer serves or changes: its source has their name as a schema, a key or a string. */
function operationsIn(client: object, folders: readonly string[]): readonly Operation[] {
  const sources = filesBelow(...folders).map((file) => readFileSync(file, "utf8"));
  const named = new Set(
    sources
      .flatMap((source) => [...source.matchAll(/\bsdk\.(\w+)\$|"(\w+)"|^\s*(\w+):/gm)])
      .map((match) => match.slice(1).find((name) => name !== undefined)),
  );
  return operationsOf(client).filter(({ name }) => named.has(name));
}

function operationsOf(client: object): readonly Operation[] {
  return Object.values(client).flatMap((schema: unknown) => {
    if (!Array.isArray(schema) || schema[0] !== 9) return [];
    const [, , name, , input] = schema as [number, string, string, unknown, unknown];
    const structure: unknown = typeof input === "function" ? (input as () => unknown)() : input;
    return [{ name, members: Array.isArray(structure) ? (structure[4] as readonly string[]) : [] }];
  });
}

/** Why the gateway can decide about an operation only by policies that allow everything; undefined if it has a row. */
function gapOf(request: CallerRequest): string | undefined {
  const call = callOf(request);
  return required(call, factsOf())
    .map(({ action, resource, note, undocumented }) => {
      if (undocumented === true) return `${action}: AWS documents no action`;
      return resource === "*" && note !== NO_RESOURCES_NOTE ? `${action}: ${note ?? "no note"}` : undefined;
    })
    .find((gap) => gap !== undefined);
}

describe("an operation that the sandbox serves itself", () => {
  it.each(SERVICES)("of $name has an authorization row", ({ client, send, folders }) => {
    const operations = operationsIn(client, folders);
    expect(operations).not.toEqual([]);
    const gaps = operations.flatMap(({ name, members }) => {
      return gapOf(send(name, only(members, NAMED), members)) ?? [];
    });
    expect(gaps).toEqual([]);
  });

  it("is recognized by the note of its permission if it has no row", () => {
    expect(onEverything("ssm:GetDocument").note).not.toBe(NO_RESOURCES_NOTE);
  });
});
