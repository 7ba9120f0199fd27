/**
 * aws:pause: waits until somebody resumes the execution.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-pause.html
 */
import { defineAction } from "../action";

export const pause = defineAction({
  name: "aws:pause",
  does: "Waits until the execution is resumed.",
  inputs: {},
  outputs: {},
  afterCancel: false,
  permissions: () => [],
});
