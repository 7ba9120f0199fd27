/** A state bucket in memory, and states for it. */
import type { StateBucket } from "../../src/rollout/state-bucket";

export interface MemoryBucket extends StateBucket {
  /** The texts of its objects, by key. */
  readonly objects: Map<string, string>;
}

/** @param before called before each request that changes something; may throw, as a process that is killed */
export function memoryBucket(
  objects: Readonly<Record<string, string>>,
  before: () => void = () => undefined,
): MemoryBucket {
  const content = new Map(Object.entries(objects));
  return {
    name: "the-bucket",
    objects: content,
    exists: () => Promise.resolve(true),
    has: (key) => Promise.resolve(content.has(key)),
    list: () =>
      Promise.resolve([...content.keys()].map((key) => ({ key, lastModified: new Date("2026-11-01T10:00:00Z") }))),
    read: (key) => {
      const text = content.get(key);
      return Promise.resolve(text === undefined ? undefined : { text, etag: text });
    },
    write: (key, text, replaces) => {
      before();
      const isUnchanged = content.get(key) === replaces?.etag;
      if (isUnchanged) content.set(key, text);
      return Promise.resolve(isUnchanged);
    },
    remove: (key) => {
      before();
      content.delete(key);
      return Promise.resolve();
    },
  };
}

/** A state as Terraform writes it, with one resource for each provider. */
export function stateText(lineage: string, providers: readonly string[], serial = 7): string {
  const resources = providers.map((alias, index) => ({
    mode: "managed",
    type: "aws_iam_role",
    name: `role-${index}`,
    provider: `provider["registry.terraform.io/hashicorp/aws"].${alias}`,
    instances: [{ schema_version: 0, attributes: { name: `of "provider": ${alias}` } }],
  }));
  const data = { mode: "data", type: "aws_s3_objects", name: "x", provider: 'provider["p"]', instances: [{}] };
  return JSON.stringify({ version: 4, serial, lineage, outputs: {}, resources: [...resources, data] }, undefined, 2);
}

/** What a killed process leaves as its lock. @param who `user@host`. @param pid of the process */
export function lockText(who: string, operation: string, pid: number): string {
  return JSON.stringify({
    ...{ ID: "11111111-2222-3333-4444-555555555555", Operation: operation, Info: String(pid), Who: who },
    Created: "2026-11-01T09:00:00Z",
  });
}
