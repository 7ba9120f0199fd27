/**
 * aws:pause: waits until somebody resumes the execution.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-pause.html
 */
import { defineAction } from "../action";
import { string } from "../shapes";

export const pause = defineAction({
  name: "aws:pause",
  does: "Waits until the execution is resumed.",
  // AWS does not document Message, and accepts it: its own runbooks say there what is waited for.
  inputs: { Message: string() },
  outputs: {},
  afterCancel: false,
  permissions: () => [],
});
