/**
 * Who made a role or a document, as far as AWS tells. CloudFormation does not tag roles, so it is asked which of its stacks has the
 * resource. It answers in one Region for the stacks of that Region.
 */
import { DescribeStackResourcesCommand, type CloudFormationClient } from "@aws-sdk/client-cloudformation";
import type { Identity } from "./planned";
import { messageOf } from "../../diagnostics/text/message-of";

/** A stack of CloudFormation that has the resource. */
export interface OwningStack {
  readonly name: string;
  readonly region: string;
  /** The stack set whose instance the stack is. */
  readonly stackSet: string | undefined;
}

export interface Origin {
  readonly stacks: readonly OwningStack[];
  /** Whether Quick Setup made it, by the names of the stacks or by its tags. */
  readonly quickSetup: boolean;
  /** AWS's message if CloudFormation could not be asked. */
  readonly unreadable: string | undefined;
}

/** `StackSet-<name>-<uuid>`: the name that a stack set gives to its stacks. */
const OF_A_STACK_SET = /^StackSet-(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const QUICK_SETUP = /^AWS-QuickSetup-/;

const TYPES = { role: "AWS::IAM::Role", document: "AWS::SSM::Document", registration: undefined };

/** @param clientIn asks CloudFormation in a Region */
export async function originOf(
  identity: Identity,
  tags: Readonly<Record<string, string>>,
  regions: readonly string[],
  clientIn: (region: string) => CloudFormationClient,
): Promise<Origin> {
  const tagged = stackOfTags(tags);
  const asked = tagged !== undefined ? [] : regionsOf(identity, regions);
  const answers = await Promise.all(
    asked.map((region) =>
      stackWith(clientIn(region), identity, region).catch((error: unknown) => ({ unreadable: messageOf(error) })),
    ),
  );
  const stacks = [
    tagged ?? [],
    ...answers.flatMap((answer) => (answer !== undefined && "name" in answer ? answer : [])),
  ];
  const [refusal] = answers.flatMap((answer) => (answer !== undefined && "unreadable" in answer ? answer : []));
  return {
    stacks: stacks.flat(),
    quickSetup:
      stacks.flat().some(({ name, stackSet = name }) => QUICK_SETUP.test(stackSet)) ||
      Object.keys(tags).some((key) => /^QuickSetup/i.test(key)),
    unreadable: refusal?.unreadable,
  };
}

/** Where stacks may have it. CloudFormation has no type for registrations. */
function regionsOf(identity: Identity, regions: readonly string[]): readonly string[] {
  if (identity.kind === "registration") return [];
  return identity.kind === "role" ? regions : [identity.region];
}

/** The stack of `aws:cloudformation:…` tags, which CloudFormation gives to most resources. */
function stackOfTags(tags: Readonly<Record<string, string>>): OwningStack | undefined {
  const { "aws:cloudformation:stack-name": name, "aws:cloudformation:stack-id": id = "" } = tags;
  return name === undefined ? undefined : owning(name, id.split(":")[3] ?? "");
}

async function stackWith(
  client: CloudFormationClient,
  { kind, name }: Identity,
  region: string,
): Promise<OwningStack | undefined> {
  try {
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ PhysicalResourceId: name }));
    const found = StackResources.find(
      ({ PhysicalResourceId: id, ResourceType: type }) => id === name && type === TYPES[kind],
    );
    return found?.StackName === undefined ? undefined : owning(found.StackName, region);
  } catch (error) {
    // The answer if no stack has it.
    if (error instanceof Error && error.name === "ValidationError") return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

function owning(name: string, region: string): OwningStack {
  return { name, region, stackSet: OF_A_STACK_SET.exec(name)?.[1] };
}

/** A clause: `made by the stack set X`. */
export function originText({ stacks, quickSetup, unreadable }: Origin): string {
  const by = quickSetup ? "made by Quick Setup" : "made";
  if (stacks.length > 0) {
    const [first, ...others] = stacks.map(stackText);
    return others.length === 0
      ? `${by}${quickSetup ? "," : " by"} ${first ?? ""}`
      : `claimed by ${String(stacks.length)} stacks of CloudFormation: ${[first, ...others].join(", ")}`;
  }
  if (quickSetup) return `${by}, as its tags say`;
  if (unreadable !== undefined)
    return `who made it cannot be seen, because CloudFormation cannot be asked (${unreadable})`;
  return "made by hand or by another tool: no stack of CloudFormation in the fleet's Regions has it";
}

/** Without the stack's own name if a stack set made it, so that the text is the same in every account. */
function stackText({ name, region, stackSet }: OwningStack): string {
  return stackSet === undefined
    ? `the CloudFormation stack ${name} in ${region}`
    : `the stack set ${stackSet} (its stack is in ${region})`;
}

/** What becomes of it as long as a stack has it, as full sentences; empty if no stack has it. */
export function claimText({ stacks }: Origin): string {
  const [first] = stacks;
  if (first === undefined) return "";
  const fight = stacks.length > 1 ? " They overwrite each other." : "";
  const owner = first.stackSet === undefined ? "the stack" : "the stack set";
  return `As long as ${owner} has it, CloudFormation may put its own version back, or delete it with the stack.${fight} docs/adoption.md says how to take it out.`;
}
