/** Every probe, in the order in which causes are mended. */
import type { Probe } from "./probe";
import { accountUnavailable } from "./probes/account-unavailable";
import { administrationRole } from "./probes/administration-role";
import { concurrencyQuota } from "./probes/concurrency-quota";
import { defaultVersion } from "./probes/default-version";
import { executionRole } from "./probes/execution-role";
import { instanceUnreachable } from "./probes/instance-unreachable";
import { noInstance } from "./probes/no-instance";
import { parameterRefused } from "./probes/parameter-refused";
import { passRole } from "./probes/pass-role";
import { runbookMissing } from "./probes/runbook-missing";
import { runbookNotShared } from "./probes/runbook-not-shared";
import { targetParameter } from "./probes/target-parameter";
import { unitUnknown } from "./probes/unit-unknown";

export const PROBES: readonly Probe[] = [
  administrationRole,
  passRole,
  unitUnknown,
  accountUnavailable,
  runbookMissing,
  runbookNotShared,
  defaultVersion,
  parameterRefused,
  targetParameter,
  executionRole,
  noInstance,
  instanceUnreachable,
  concurrencyQuota,
];
