/** aws:pause: waits until somebody resumes the execution. */
import { defineAction } from "../action";

export const pause = defineAction({
  name: "aws:pause",
  does: "Waits until the execution is resumed.",
  inputs: {},
  outputs: {},
  afterCancel: false,
  permissions: () => [],
});
