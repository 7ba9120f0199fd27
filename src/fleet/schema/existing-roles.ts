/** The schema of `adopt` and `executionRole`: what becomes of roles and documents that an account has already. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted } from "./values";

export const adopt = z
  .boolean()
  .describe(
    "Whether roles and documents that exist already under the names that Fleetbook needs become part of the account's stacks. Default: false, a plan refuses them.",
  );

export const executionRole = z
  .strictObject({
    existing: formatted(formats.ROLE_NAME).describe("Name of a role of the account, with path /."),
  })
  .describe(
    "An execution role that exists already and stays as it is. Default: Fleetbook makes AWS-SystemsManager-AutomationExecutionRole.",
  );
