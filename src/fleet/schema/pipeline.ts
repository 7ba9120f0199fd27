/** The schema of `pipeline`: whose workflows plan and apply the fleet. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted } from "./values";

export const pipeline = z
  .strictObject({
    account: z
      .string()
      .describe(
        "Name or id of the account with the roles that the workflows assume: the account from which is deployed. Default: the management account.",
      )
      .optional(),
    github: z
      .strictObject({
        repository: formatted(formats.GITHUB_REPOSITORY).describe(
          "Repository on GitHub, as the subject of its tokens has it: owner/name, or owner@<id>/name@<id>. No workflow of another one may assume the roles.",
        ),
        branch: formatted(formats.GIT_BRANCH)
          .describe("Branch whose workflows may plan, besides pull requests. Default: main.")
          .optional(),
        environment: formatted(formats.GITHUB_ENVIRONMENT)
          .describe("Environment whose jobs may apply. Default: production.")
          .optional(),
        existingProvider: z
          .boolean()
          .describe(
            "Whether the account already has GitHub's OIDC provider, which an account can have only once. Default: false, it is created.",
          )
          .optional(),
      })
      .describe("Workflows of GitHub Actions, which prove with OIDC who they are.")
      .optional(),
    planners: z
      .array(formatted(formats.PIPELINE_PRINCIPAL))
      .min(1)
      .describe("Existing users and roles of the account, `role/<name>`, that may plan with the read-only roles.")
      .optional(),
  })
  .describe("Roles with which workflows plan and apply the fleet (docs/pipelines.md). Default: none.");

export type PipelineSettings = z.infer<typeof pipeline>;
