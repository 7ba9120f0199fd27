/**
 * StartExecutionPreview and GetExecutionPreview.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecutionPreview.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import { ApiCallError, AutomationError } from "../../../engine/errors";
import type { Platform } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import type { StartRequest } from "../../../engine/records";
import { AwsError } from "../../protocol/aws-error";
import { checkConstraints, required, structure } from "../../protocol/constraints";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import { locationOf } from "../../protocol/location";
import { documentName, documentVersion, uuid } from "../members";
import { identityOf } from "./identity";
import { previewExecution } from "./preview";
import { readRun, RUN_MEMBERS } from "./start-request";

/** The number of previews that are kept. AWS does not document how long it keeps them. */
const MAX_KEPT = 1000;

interface StoredPreview {
  readonly location: Location;
  answer: Omit<sdk.GetExecutionPreviewResponse, "ExecutionPreviewId">;
}

export function previewOperations(platform: Platform): readonly JsonOperation[] {
  const previews = new Map<string, StoredPreview>();
  return [
    jsonOperation<Partial<sdk.StartExecutionPreviewRequest>, sdk.StartExecutionPreviewResponse>(
      sdk.StartExecutionPreview$,
      async (input, request) => {
        const asked = readPreviewRequest(input);
        const location = locationOf(request);
        const identity = identityOf(request.caller);
        const { documents } = platform;
        const found = await asValidation(documents.find(location, identity, asked.DocumentName, asked.DocumentVersion));
        const id = platform.newId();
        const stored: StoredPreview = { location, answer: { Status: "InProgress" } };
        const [oldest] = previews.keys();
        if (oldest !== undefined && previews.size >= MAX_KEPT) previews.delete(oldest);
        previews.set(id, stored);
        void conclude(platform, stored, previewExecution(platform, location, identity, id, found, asked));
        return { ExecutionPreviewId: id };
      },
    ),
    jsonOperation<Partial<sdk.GetExecutionPreviewRequest>, sdk.GetExecutionPreviewResponse>(
      sdk.GetExecutionPreview$,
      (input, request) => {
        checkConstraints(input, { ExecutionPreviewId: required(uuid) });
        const { ExecutionPreviewId: id = "" } = input;
        const { accountId, region } = locationOf(request);
        const stored = previews.get(id);
        if (stored?.location.accountId !== accountId || stored.location.region !== region) {
          throw new AwsError("ResourceNotFoundException", `The execution preview ${id} does not exist.`);
        }
        return { ExecutionPreviewId: id, ...stored.answer };
      },
    ),
  ];
}

function readPreviewRequest(input: Partial<sdk.StartExecutionPreviewRequest>): StartRequest {
  checkConstraints(input, {
    DocumentName: required(documentName),
    DocumentVersion: documentVersion,
    ExecutionInputs: structure({ Automation: structure(RUN_MEMBERS) }),
  });
  const { DocumentName = "", DocumentVersion } = input;
  return {
    DocumentName,
    ...(DocumentVersion === undefined ? {} : { DocumentVersion }),
    ...readRun(input.ExecutionInputs?.Automation ?? {}),
  };
}

/** The operation's only modelled error is ValidationException. */
async function asValidation<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof AutomationError ? new AwsError("ValidationException", error.message) : error;
  }
}

async function conclude(
  { clock }: Platform,
  stored: StoredPreview,
  preview: ReturnType<typeof previewExecution>,
): Promise<void> {
  const failed = (StatusMessage: string) => ({ Status: "Failed" as const, StatusMessage, EndedAt: clock.now() });
  try {
    const { preview: Automation, failures } = await preview;
    const ended =
      failures.length === 0
        ? { Status: "Success" as const, EndedAt: clock.now() }
        : failed(`The preview failed for ${failures.join("; ")}`);
    stored.answer = { ...ended, ExecutionPreview: { Automation } };
  } catch (error) {
    const isKnown = error instanceof AutomationError || error instanceof ApiCallError || error instanceof AwsError;
    stored.answer = failed(isKnown ? error.message : `Fleetbook's sandbox failed: ${String(error)}`);
  }
}
