/**
 * The quota of concurrent automations of an account and Region, children and rate control included.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/adaptive-concurrency.html
 */
import { concurrencyOf } from "../../../engine/fan-out/limits";
import { ADAPTIVE_CONCURRENCY } from "../../../fleet/automation-settings";
import type { Finding } from "../finding";
import { hasTargets, type InstancesAt } from "../instances";
import type { Probe, ProbeContext } from "../probe";

const QUOTA = { fixed: 100, adaptive: 500 } as const;

export const concurrencyQuota: Probe = {
  cause: "concurrency-quota",
  cheap: false,
  async find(context) {
    const all = await context.instances();
    const found = await Promise.all(all.map((at) => findingAt(context, at)));
    return found.flat();
  },
};

async function findingAt({ fleet, request, facts }: ProbeContext, at: InstancesAt): Promise<readonly Finding[]> {
  const { account, region } = at.place;
  const running = (await facts.executions(account.id, region))?.value;
  if (running === undefined) return [];
  const started = executionsAtOnce(request, at.instances?.length);
  // The execution of the administrator account itself.
  const central = account.id === fleet.administratorAccount.id && region === fleet.homeRegion ? 1 : 0;
  const together = running + started + central;
  if (together <= QUOTA.fixed) return [];
  const setting = await facts.setting(account.id, region, ADAPTIVE_CONCURRENCY);
  if (setting === undefined) return [];
  const isAdaptive = setting.value === "True";
  const quota = isAdaptive ? QUOTA.adaptive : QUOTA.fixed;
  if (together <= quota) return [];
  return [
    {
      cause: "concurrency-quota",
      severity: "warning",
      place: { accountId: account.id, region },
      message: `${running} executions run there, and this start would run ${started + central} more at a time: more than the quota of ${quota}. AWS would queue the rest as Pending.`,
      ...(isAdaptive
        ? { remedy: "Wait until they have ended, or start fewer at a time (--max-concurrency)." }
        : {
            remedy: `Turn on adaptive concurrency, up to ${QUOTA.adaptive} at a time (and automation.adaptiveConcurrency in fleet.yaml, so that it stays), or start fewer at a time (--max-concurrency).`,
            mend: {
              kind: "run",
              command: `aws ssm update-service-setting --setting-id ${ADAPTIVE_CONCURRENCY} --setting-value True --region ${region}`,
              accountId: account.id,
            },
          }),
    },
  ];
}

/** The execution that starts the others in an account, and those on its instances. */
function executionsAtOnce(request: ProbeContext["request"], instances: number | undefined): number {
  if (!hasTargets(request)) return 1;
  const count = instances ?? 0;
  return 1 + Math.min(count, concurrencyOf(request.limits.maxConcurrency, count));
}
