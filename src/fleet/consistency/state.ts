/** Checks of the state buckets: their names with the real ids, their key, their logs. */
import { isObject } from "../../diagnostics/json";
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft, Located } from "../draft";
import { child, stringAt } from "../draft";
import { BUCKET_NAME, BUCKET_PATTERN, KMS_KEY } from "../formats";
import { bucketName } from "../names";
import { partitionOf } from "../regions";
import { isBucketName, organizationAccounts, present } from "./parts";

export function stateProblems(file: Draft): readonly ValueProblem[] {
  const state = child(file, "state");
  return [...oneName(file, state), ...namesFitS3(file, state), ...keyProblems(file, state), ...logProblems(state)];
}

function oneName(file: Draft, { value, path }: Draft): readonly ValueProblem[] {
  const given = ["bucketPrefix", "bucketName"].filter((key) => value[key] !== undefined);
  if (given.length === 1 || !isObject(file.value.state)) return [];
  return [
    {
      path: given.length === 0 ? path : [...path, "bucketName"],
      atKey: true,
      message: `state has ${given.length === 0 ? "neither bucketPrefix nor" : "both bucketPrefix and"} bucketName; expected one of them.`,
      remedy:
        given.length === 0
          ? "Add bucketPrefix (fleetbook-state), or the whole name as bucketName (tfstate-{accountId}-{region})."
          : "Remove one of them.",
    },
  ];
}

function namesFitS3(file: Draft, state: Draft): readonly ValueProblem[] {
  const region = stringAt(file, "homeRegion")?.value;
  const id = present(organizationAccounts(file).map((account) => stringAt(account, "id")?.value))[0];
  if (region === undefined || id === undefined) return [];
  const patterns = present([stringAt(state, "bucketName"), stringAt(child(state, "accessLogs"), "bucket")]);
  return patterns
    .filter(({ value }) => BUCKET_PATTERN.pattern.test(value))
    .flatMap(({ path, value }) => {
      const name = bucketName(value, id, region);
      if (isBucketName(name)) return [];
      return [
        {
          path,
          message: `${pathString(path)} gives the bucket name ${quoted(name)} (${name.length} characters), which S3 refuses; expected ${BUCKET_NAME.expected}, without a beginning or end that S3 reserves.`,
          remedy: "Shorten or change the text around {accountId}.",
        },
      ];
    });
}

function keyProblems(file: Draft, state: Draft): readonly ValueProblem[] {
  const key = stringAt(state, "kmsKey");
  if (key === undefined) return [];
  const { path } = key;
  if (state.value.encryption === "AES256") {
    return [
      {
        path,
        message: "state has a kmsKey, but its encryption is AES256 (SSE-S3), which uses no key of yours.",
        remedy: "Remove one of the two: with a kmsKey, the encryption is aws:kms.",
      },
    ];
  }
  return keyIsInHomeRegion(file, key);
}

/** S3 encrypts a bucket's objects only with a key of the bucket's Region. */
function keyIsInHomeRegion(file: Draft, { path, value }: Located<string>): readonly ValueProblem[] {
  const home = stringAt(file, "homeRegion")?.value;
  const [, partition, , region] = value.split(":");
  if (!KMS_KEY.pattern.test(value) || region === undefined || home === undefined) return [];
  if (region === home && partition === partitionOf(home)) return [];
  return [
    {
      path,
      message: `${pathString(path)} is a key in ${region} (partition ${partition}), but the state buckets are in the home Region ${home}.`,
      remedy: `Name a key in ${home}, or an alias (alias/<name>) that exists there in every account.`,
    },
  ];
}

function logProblems(state: Draft): readonly ValueProblem[] {
  const logs = stringAt(child(state, "accessLogs"), "bucket");
  const prefix = stringAt(state, "bucketPrefix")?.value;
  const own = stringAt(state, "bucketName")?.value ?? `${prefix}-{accountId}-{region}`;
  if (logs?.value !== own) return [];
  return [
    {
      path: logs.path,
      message: `${pathString(logs.path)} is the state bucket itself: each log would be logged in turn.`,
      remedy: "Name another bucket.",
    },
  ];
}
