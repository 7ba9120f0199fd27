/** Checks of the buckets for outputs: their names with the real ids. */
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, stringAt, stringsAt } from "../draft";
import { BUCKET_NAME, BUCKET_PREFIX } from "../formats";
import { bucketName } from "../names";
import { isBucketName, present } from "./parts";

export function outputsProblems(file: Draft): readonly ValueProblem[] {
  const prefix = stringAt(child(file, "outputs"), "bucketPrefix");
  if (prefix === undefined || !BUCKET_PREFIX.pattern.test(prefix.value)) return [];
  const id = "1".repeat(12);
  const regions = new Set(
    present([stringAt(file, "homeRegion"), ...stringsAt(file, "regions")]).map(({ value }) => value),
  );
  const names = [...regions].map((region) => `${prefix.value}-${id}-${region}`);
  const refused = names.find((name) => !isBucketName(name));
  const { path } = prefix;
  if (refused !== undefined) {
    return [
      {
        path,
        message: `${pathString(path)} gives bucket names such as ${quoted(refused)} (${refused.length} characters), which S3 refuses; expected ${BUCKET_NAME.expected}, without a beginning that S3 reserves.`,
        remedy: "Shorten or change the prefix.",
      },
    ];
  }
  const state = child(file, "state");
  const statePrefix = stringAt(state, "bucketPrefix")?.value;
  const pattern = stringAt(state, "bucketName")?.value ?? (statePrefix && `${statePrefix}-{accountId}-{region}`);
  const home = stringAt(file, "homeRegion")?.value ?? "";
  if (pattern === undefined || bucketName(pattern, id, home) !== `${prefix.value}-${id}-${home}`) return [];
  return [
    {
      path,
      message: `${pathString(path)} gives the name of the administrator account's state bucket; outputs need a bucket of their own.`,
      remedy: "Choose another prefix: fleetbook-outputs.",
    },
  ];
}
