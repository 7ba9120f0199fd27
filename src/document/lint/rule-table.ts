/** Every lint rule, in the order of the documentation. */
import { invalidIgnore, unusedIgnore } from "./ignore-rules";
import type { Rule, RuleFacts } from "./rule";
import { assumeRole } from "./rules/assume-role";
import { cancelTarget } from "./rules/cancel-target";
import { cancelWithoutEffect } from "./rules/cancel-without-effect";
import { commentWithoutEffect } from "./rules/comment-without-effect";
import { condition } from "./rules/condition";
import { cycle } from "./rules/cycle";
import { defaultNotAllowed } from "./rules/default-not-allowed";
import { documentOutput } from "./rules/document-output";
import { documentParameter } from "./rules/document-parameter";
import { documentSize } from "./rules/document-size";
import { duplicateKey } from "./rules/duplicate-key";
import { duplicateStep } from "./rules/duplicate-step";
import { emptyDocumentOutput } from "./rules/empty-document-output";
import { emptyOutput } from "./rules/empty-output";
import { emptyProperty } from "./rules/empty-property";
import { endAndFailureStep } from "./rules/end-and-failure-step";
import { endAndNext } from "./rules/end-and-next";
import { injection } from "./rules/injection";
import { inputCombination } from "./rules/input-combination";
import { inputType } from "./rules/input-type";
import { inputValue } from "./rules/input-value";
import { missingApiParameter } from "./rules/missing-api-parameter";
import { missingIndent } from "./rules/missing-indent";
import { missingInput } from "./rules/missing-input";
import { missingProperty } from "./rules/missing-property";
import { missingTimeout } from "./rules/missing-timeout";
import { namedOutputs } from "./rules/named-outputs";
import { outputSelector } from "./rules/output-selector";
import { parameterDefault } from "./rules/parameter-default";
import { parameterLimits } from "./rules/parameter-limits";
import { parameterName } from "./rules/parameter-name";
import { parameterType } from "./rules/parameter-type";
import { plainSecret } from "./rules/plain-secret";
import { propertyValue } from "./rules/property-value";
import { referenceBeforeStep } from "./rules/reference-before-step";
import { referenceInDefault } from "./rules/reference-in-default";
import { referenceInKey } from "./rules/reference-in-key";
import { referenceOnSomePaths } from "./rules/reference-on-some-paths";
import { referenceType } from "./rules/reference-type";
import { retiredRuntime } from "./rules/retired-runtime";
import { scriptHandler } from "./rules/script-handler";
import { scriptPermissions } from "./rules/script-permissions";
import { scriptSyntax } from "./rules/script-syntax";
import { scriptWithoutRole } from "./rules/script-without-role";
import { sleepTooLong } from "./rules/sleep-too-long";
import { ssmReference } from "./rules/ssm-reference";
import { stepName } from "./rules/step-name";
import { streamingApi } from "./rules/streaming-api";
import { targetParameter } from "./rules/target-parameter";
import { timeoutWithoutEffect } from "./rules/timeout-without-effect";
import { tooFewApprovers } from "./rules/too-few-approvers";
import { uncheckedPattern } from "./rules/unchecked-pattern";
import { unknownAction } from "./rules/unknown-action";
import { unknownApi } from "./rules/unknown-api";
import { unknownApiParameter } from "./rules/unknown-api-parameter";
import { unknownAttachment } from "./rules/unknown-attachment";
import { unknownInput } from "./rules/unknown-input";
import { unknownOutput } from "./rules/unknown-output";
import { unknownProperty } from "./rules/unknown-property";
import { unknownReference } from "./rules/unknown-reference";
import { unknownService } from "./rules/unknown-service";
import { unknownTarget } from "./rules/unknown-target";
import { unknownVariable } from "./rules/unknown-variable";
import { unreachableStep } from "./rules/unreachable-step";
import { unresolvedReference } from "./rules/unresolved-reference";
import { unusedParameter } from "./rules/unused-parameter";

export const RULES: readonly Rule[] = [
  assumeRole,
  cancelTarget,
  cancelWithoutEffect,
  commentWithoutEffect,
  condition,
  cycle,
  defaultNotAllowed,
  documentOutput,
  documentParameter,
  documentSize,
  duplicateKey,
  duplicateStep,
  emptyDocumentOutput,
  emptyOutput,
  emptyProperty,
  endAndFailureStep,
  endAndNext,
  injection,
  inputCombination,
  inputType,
  inputValue,
  missingApiParameter,
  missingIndent,
  missingInput,
  missingProperty,
  missingTimeout,
  namedOutputs,
  outputSelector,
  parameterDefault,
  parameterLimits,
  parameterName,
  parameterType,
  plainSecret,
  propertyValue,
  referenceBeforeStep,
  referenceInDefault,
  referenceInKey,
  referenceOnSomePaths,
  referenceType,
  retiredRuntime,
  scriptHandler,
  scriptPermissions,
  scriptSyntax,
  scriptWithoutRole,
  sleepTooLong,
  ssmReference,
  stepName,
  streamingApi,
  targetParameter,
  timeoutWithoutEffect,
  tooFewApprovers,
  uncheckedPattern,
  unknownAction,
  unknownApi,
  unknownApiParameter,
  unknownAttachment,
  unknownInput,
  unknownOutput,
  unknownProperty,
  unknownReference,
  unknownService,
  unknownTarget,
  unknownVariable,
  unreachableStep,
  unresolvedReference,
  unusedParameter,
];

/** Everything that a finding can be about: the rules, and what can be wrong with ignoring them. */
export const ALL_RULES: readonly RuleFacts[] = [...RULES, invalidIgnore, unusedIgnore];
