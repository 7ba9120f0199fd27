/** Resolves `state`. */
import type { Fleet } from "../model";
import type { StateFile } from "../schema/state";

/** What is not named here passes through to the constructs as the file has it. */
export function stateSettings({ bucketPrefix = "", ...settings }: StateFile): Fleet["state"] {
  return {
    ...settings,
    bucketName: settings.bucketName ?? `${bucketPrefix}-{accountId}-{region}`,
    encryption: settings.encryption ?? "aws:kms",
    noncurrentVersionDays: settings.noncurrentVersionDays ?? 90,
  };
}
