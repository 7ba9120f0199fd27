/** The cheap part of a preview, before a start: what would certainly fail is said first. */
import type { CatalogueEntry } from "../../../catalogue/catalogue";
import { OperationError } from "../../../diagnostics/errors";
import type { Fleet } from "../../../fleet/model";
import type { ResolvedRequest } from "../../../operations/request/request";
import { callerCredentials } from "../../../rollout/aws-client";
import { log } from "../../log";

/** Prints warnings. @throws OperationError with what would fail */
export async function checkQuickly(
  fleet: Fleet,
  request: ResolvedRequest,
  entry: CatalogueEntry,
  signal: AbortSignal,
): Promise<void> {
  const { awsPreviewReader } = await import("../../../operations/preview/aws/preview-reader");
  const { quickCheck } = await import("../../../operations/preview/preview");
  const reader = await awsPreviewReader({ fleet, credentials: callerCredentials(process.env), signal });
  const { findings } = await quickCheck({ fleet, request, entry, reader });
  for (const { severity, message } of findings) if (severity === "warning") log(`warning: ${message}`);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  throw new OperationError(
    ...errors.map(({ place: { accountId, region }, message, remedy }) => ({
      ...(accountId !== undefined && { place: [accountId, region ?? []].flat().join(", ") }),
      message,
      remedy: `${remedy} --no-check starts all the same.`,
    })),
  );
}
