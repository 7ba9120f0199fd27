/** Checks of the buckets for outputs: their names with the real ids. */
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, stringAt } from "../draft";
import { BUCKET_NAME, BUCKET_PREFIX } from "../formats";
import { bucketName } from "../names";
import { isBucketName } from "./parts";

export function outputsProblems(file: Draft): readonly ValueProblem[] {
  const prefix = stringAt(child(file, "outputs"), "bucketPrefix");
  if (prefix === undefined || !BUCKET_PREFIX.pattern.test(prefix.value)) return [];
  const home = stringAt(file, "homeRegion")?.value;
  if (home === undefined) return [];
  const id = "1".repeat(12);
  const name = `${prefix.value}-${id}-${home}`;
  const { path } = prefix;
  if (!isBucketName(name)) {
    return [
      {
        path,
        message: `${pathString(path)} gives bucket names such as ${quoted(name)} (${name.length} characters), which S3 refuses; expected ${BUCKET_NAME.expected}, without a beginning that S3 reserves.`,
        remedy: "Shorten or change the prefix.",
      },
    ];
  }
  const state = child(file, "state");
  const statePrefix = stringAt(state, "bucketPrefix")?.value;
  const pattern = stringAt(state, "bucketName")?.value ?? (statePrefix && `${statePrefix}-{accountId}-{region}`);
  if (pattern === undefined || bucketName(pattern, id, home) !== name) return [];
  return [
    {
      path,
      message: `${pathString(path)} gives the name of the administrator account's state bucket; outputs need a bucket of their own.`,
      remedy: "Choose another prefix: fleetbook-outputs.",
    },
  ];
}
