/** Every operation of botocore as the gateway reads its request: it asks for actions that AWS documents, or decides nothing. */
import { botocoreFolder, readModels, type ServiceModel } from "../../../src/botocore/model-files";
import { iamAction } from "../../../src/iam/actions/action-table";
import { callActions } from "../../../src/iam/actions/call-actions";
import { callOf } from "../../../src/sandbox/authorization/call";
import { requiredPermissionsIn } from "../../../src/sandbox/authorization/required-permissions";
import { findBoto } from "../../../src/tools/boto";
import { describeWith } from "../../requires";
import { exampleFleet } from "../example-fleet";
import { factsOf, json, query, rest } from "./fixtures";

/** S3 tells these from others by a parameter of the query string. */
const BY_UPLOAD = /^(AbortMultipartUpload|CompleteMultipartUpload|ListParts|UploadPart|UploadPartCopy)$/;

/** The request of an operation as botocore sends it. */
function requestOf({ metadata, operations }: ServiceModel, operation: string) {
  const service = (metadata.signingName ?? metadata.endpointPrefix).toLowerCase();
  const { protocol = "" } = metadata;
  if (protocol === "query" || protocol === "ec2") return query(service, operation);
  // botocore prefers JSON where a service has both.
  if (!protocol.startsWith("rest-")) return json(service, operation);
  const { method = "", requestUri = "" } = operations[operation]?.http ?? {};
  const path = requestUri.replace(/\{[^}]+\}/g, "value");
  const upload = BY_UPLOAD.test(operation) ? "?uploadId=value" : "";
  const headers = operation.includes("Copy") ? { "x-amz-copy-source": "bucket/key" } : {};
  return rest(service, `${method} ${path}${service === "s3" ? upload : ""}`, { headers });
}

describeWith(["python3"], "every operation of botocore", () => {
  it("asks the caller for IAM actions that AWS documents, or is not decided", async () => {
    const { modulePath } = await findBoto({ env: process.env, log: () => undefined });
    const required = requiredPermissionsIn(exampleFleet());
    const counts = { named: 0, free: 0, undecided: 0 };
    const unknown: string[] = [];
    const otherThanDerived: string[] = [];
    for (const [client, model] of readModels(botocoreFolder(modulePath) ?? "")) {
      // Its requests are signed as those of S3, and the gateway refuses their paths.
      if (client === "s3control") continue;
      for (const operation of Object.keys(model.operations)) {
        const permissions = required(callOf(requestOf(model, operation)), factsOf());
        const actions = [...new Set(permissions.map(({ action }) => action))];
        const isUndecided = permissions.some(({ undocumented }) => undocumented === true);
        counts[isUndecided ? "undecided" : actions.length === 0 ? "free" : "named"] += 1;
        if (isUndecided) continue;
        unknown.push(...actions.filter((action) => iamAction(action)?.name !== action));
        const derived = callActions(client, operation);
        if (derived?.some((action) => !actions.includes(action))) otherThanDerived.push(`${client}:${operation}`);
      }
    }
    console.log(
      `${counts.named.toLocaleString("en")} operations ask for actions that AWS documents, ${String(counts.free)} need no permission, ` +
        `${String(counts.undecided)} are refused as not decided.`,
    );
    expect({ unknown, otherThanDerived, ...counts }).toEqual({
      unknown: [],
      // Another host than that of ListBuckets answers it.
      otherThanDerived: ["s3:ListDirectoryBuckets"],
      named: 18_014,
      free: 25,
      undecided: 242,
    });
  });
});
