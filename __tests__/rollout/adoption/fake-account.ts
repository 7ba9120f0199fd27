/** An account in memory, with roles and documents that somebody else made, and stacks of CloudFormation that claim some of them. */
import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import type { AccountReader, AsItIs } from "../../../src/rollout/adoption/clients";
import type { AccountAdoption } from "../../../src/rollout/adoption/accounts";
import type { RoleAsItIs } from "../../../src/rollout/adoption/role";
import { memoryBucket, type MemoryBucket } from "../memory-bucket";

export const EXECUTION_ROLE = "AWS-SystemsManager-AutomationExecutionRole";

export const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

/** The execution role of AWS's template, as far as it matters. */
export function role(changes: Partial<RoleAsItIs> = {}): RoleAsItIs {
  return {
    kind: "role",
    name: EXECUTION_ROLE,
    path: "/",
    trustPolicy: policy({ Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" }),
    maxSessionDuration: 3600,
    tags: {},
    inline: { ExecutionPolicy: policy({ Effect: "Allow", Action: "tag:GetResources", Resource: "*" }) },
    attached: ["arn:aws:iam::aws:policy/service-role/AmazonSSMAutomationRole"],
    ...changes,
  };
}

export interface FakeAccount extends AccountAdoption {
  readonly bucket: MemoryBucket;
  /** What was restored. */
  readonly restored: { readonly name: string; readonly managed: object }[];
  /** Each call that reads. */
  readonly reads: string[];
}

interface Given {
  readonly has?: readonly AsItIs[];
  /** By Region, the names of the stacks that have the role. */
  readonly stacks?: Readonly<Record<string, string>>;
  /** AWS's message if CloudFormation refuses. */
  readonly refuses?: string;
  /** AWS's message if IAM refuses. */
  readonly unreadable?: string;
  readonly managedPolicies?: Readonly<Record<string, string>>;
  readonly objects?: Readonly<Record<string, string>>;
}

export function fakeAccount({ has = [], stacks = {}, refuses, unreadable, ...given }: Given = {}): FakeAccount {
  const bucket = memoryBucket(given.objects ?? {});
  const restored: FakeAccount["restored"] = [];
  const reads: string[] = [];
  const cloudFormation = (region: string) => {
    const StackName = stacks[region];
    const send = ({ input }: { readonly input: { readonly PhysicalResourceId: string } }) => {
      if (refuses !== undefined) return Promise.reject(new Error(refuses));
      const id = input.PhysicalResourceId;
      if (StackName === undefined) {
        return Promise.reject(Object.assign(new Error(`Stack for ${id} does not exist`), { name: "ValidationError" }));
      }
      const own = { StackName, PhysicalResourceId: id, ResourceType: "AWS::IAM::Role" };
      return Promise.resolve({ StackResources: [{ ...own, PhysicalResourceId: "another" }, own] });
    };
    return { send, destroy: () => undefined } as unknown as CloudFormationClient;
  };
  const reader: AccountReader = {
    read: ({ kind, name }) => {
      reads.push(`${kind} ${name}`);
      if (unreadable !== undefined) return Promise.reject(new Error(unreadable));
      return Promise.resolve(has.find((each) => each.kind === kind && each.name === name));
    },
    managedPolicies: (arns) => {
      const documents = arns.map((arn) => given.managedPolicies?.[arn]);
      if (documents.includes(undefined)) {
        return Promise.reject(Object.assign(new Error("not authorized."), { $metadata: {} }));
      }
      return Promise.resolve(documents as string[]);
    },
    restore: ({ name }, managed) => {
      restored.push({ name, managed });
      return Promise.resolve();
    },
    cloudFormation,
  };
  return {
    bucket,
    restored,
    reads,
    readerOf: () => reader,
    bucketOf: () => bucket,
  };
}
