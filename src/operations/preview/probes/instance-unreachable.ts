/**
 * An instance that is stopped, or that Systems Manager cannot reach: a step that runs a command on it would wait until its time-out.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html
 */
import { actionOf } from "../../../document/action-table";
import type { Step } from "../../../document/model";
import type { Account } from "../../../fleet/model";
import { stackName, targetName } from "../../../fleet/names";
import type { Finding } from "../finding";
import type { InstancesAt } from "../instances";
import type { Ec2Instance } from "../ports";
import type { Probe, ProbeContext } from "../probe";

export const instanceUnreachable: Probe = {
  cause: "instance-unreachable",
  cheap: false,
  async find(context) {
    const waiting = firstWaiting(context.request.runbook.document.mainSteps);
    if (waiting === undefined) return [];
    const places = (await context.instances()).filter(({ instances = [] }) => instances.length > 0);
    const found = await Promise.all(places.map((at) => findingsAt(context, at, waiting)));
    return found.flat();
  },
};

/** The first step that waits for a managed node. */
function firstWaiting(steps: readonly Step[]): Step | undefined {
  for (const step of steps) {
    if (actionOf(step.action)?.waitsForNode === true) return step;
    const inner = step.action === "aws:loop" ? firstWaiting(step.inputs.Steps) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

async function findingsAt({ facts }: ProbeContext, at: InstancesAt, waiting: Step): Promise<readonly Finding[]> {
  const { account, region } = at.place;
  const nodes = (await facts.nodes(account.id, region))?.value;
  return (at.instances ?? []).flatMap((instance) => {
    const fault = faultOf(account, region, instance, nodes);
    if (fault === undefined) return [];
    const { message, ...remedy } = fault;
    return [
      {
        cause: "instance-unreachable",
        severity: "error",
        place: { accountId: account.id, region, instance: instance.id },
        message: `${message} ${consequence(waiting)}`,
        ...remedy,
      },
    ];
  });
}

function consequence({ name, timeoutSeconds }: Step): string {
  const limit = typeof timeoutSeconds === "number" ? ` of ${timeoutSeconds} s` : "";
  return `The step ${name} would fail there, or run into its time-out${limit}.`;
}

function faultOf(
  account: Account,
  region: string,
  { id, name, state }: Ec2Instance,
  nodes: ReadonlyMap<string, string> | undefined,
): Pick<Finding, "message" | "remedy" | "mend"> | undefined {
  if (state !== "running") {
    return {
      message: `The instance is ${state}.`,
      remedy: "Start it.",
      mend: {
        kind: "run",
        command: `aws ec2 start-instances --instance-ids ${id} --region ${region}`,
        accountId: account.id,
      },
    };
  }
  const ping = nodes?.get(id);
  if (nodes === undefined || ping === "Online") return undefined;
  const isOurs = account.ec2Targets.some((target) => targetName(account, target.name) === name);
  const needs = "an instance profile with AmazonSSMManagedInstanceCore and a way to Systems Manager's endpoints";
  const message =
    ping === undefined
      ? "The instance runs and is not a managed node: its agent does not report to Systems Manager."
      : `The instance runs, and Systems Manager has lost the connection to its agent (${ping}).`;
  return isOurs
    ? {
        message,
        remedy: `Deploy the account's EC2 targets: their instances have ${needs}.`,
        mend: { kind: "deploy", stacks: [stackName(account, "target")] },
      }
    : { message, remedy: `It needs ${needs}, and an agent that runs. Or select other instances.` };
}
