/** Resolves `pipeline`: who plans and applies the fleet. */
import type { Account, Fleet, GithubPipeline, Pipeline } from "../model";
import type { PipelineSettings } from "../schema/pipeline";

export function pipeline(
  settings: PipelineSettings | undefined,
  { partition, management, members }: PipelineSurroundings,
): Pipeline | undefined {
  if (settings === undefined) return undefined;
  const account = members.find(({ id, name }) => [id, name].includes(settings.account ?? "")) ?? management;
  return {
    account,
    github: settings.github && github(settings.github),
    plannerArns: (settings.planners ?? []).map((name) => `arn:${partition}:iam::${account.id}:${name}`),
  };
}

interface PipelineSurroundings extends Pick<Fleet, "partition"> {
  readonly management: Account;
  readonly members: readonly Account[];
}

function github(settings: NonNullable<PipelineSettings["github"]>): GithubPipeline {
  const { repository, branch = "main", environment = "production", existingProvider = false } = settings;
  return { repository, branch, environment, existingProvider };
}
