/**
 * aws:sleep: waits for a duration, or until a point in time.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html
 */
import { defineAction } from "../action";
import { string } from "../shapes";

export const sleep = defineAction({
  name: "aws:sleep",
  does: "Waits.",
  inputs: {
    Duration: string({
      pattern: /^P(?=.)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$/,
      form: "an ISO 8601 duration such as PT10M",
    }),
    Timestamp: string({
      pattern: /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/,
      form: "an ISO 8601 time such as 2026-01-31T12:00:00Z",
    }),
  },
  combinations: [{ rule: "exactly one", inputs: ["Duration", "Timestamp"] }],
  outputs: {},
  maximumTimeoutSeconds: 604_799,
  afterCancel: false,
  permissions: () => [],
});
