/**
 * What Parameter Store refuses and moto keeps: names, levels, sizes, and values that the allowed pattern does not match.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
import { javaPattern } from "../../document/parameters/java-pattern";
import { AwsError } from "../protocol/aws-error";
import { stringOf, type Input } from "../protocol/input";
import type { ServiceLayer } from "../protocol/message";

const MAX_LEVELS = 15;
const MAX_NAME = 1011;
const STANDARD_SIZE = 4096;
const ADVANCED_SIZE = 8192;

export function parameterLimits(): ServiceLayer {
  return async (request, next) => {
    if (request.operation === "PutParameter") checkParameter(request.input);
    return next(request);
  };
}

/** @throws AwsError as Parameter Store refuses */
function checkParameter(input: Input): void {
  checkName(stringOf(input, "Name") ?? "");
  const value = stringOf(input, "Value") ?? "";
  checkSize(value, stringOf(input, "Tier"));
  const pattern = stringOf(input, "AllowedPattern");
  if (pattern !== undefined) checkPattern(value, pattern);
}

/** moto refuses the reserved beginnings. */
function checkName(name: string): void {
  if (name.length > MAX_NAME) {
    throw new AwsError("ValidationException", `The parameter name is longer than ${String(MAX_NAME)} characters.`);
  }
  if (name.includes("/") && !name.startsWith("/")) {
    throw new AwsError("ValidationException", "Parameter name must be a fully qualified name.");
  }
  const levels = name.replace(/^\//, "").split("/");
  if (!levels.every((level) => /^[A-Za-z0-9_.-]+$/.test(level))) {
    throw new AwsError(
      "ValidationException",
      `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`,
    );
  }
  if (levels.length > MAX_LEVELS) {
    const message = `A hierarchy can have a maximum of ${String(MAX_LEVELS)} levels.`;
    throw new AwsError("HierarchyLevelLimitExceededException", message);
  }
}

/** Sizes count bytes. A parameter of Intelligent-Tiering becomes an advanced one when it has to. */
function checkSize(value: string, tier = "Standard"): void {
  const size = Buffer.byteLength(value);
  if (tier === "Standard" && size > STANDARD_SIZE) {
    throw new AwsError(
      "ValidationException",
      `Standard tier parameters support a maximum parameter value of ${String(STANDARD_SIZE)} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
    );
  }
  if (size > ADVANCED_SIZE) {
    const message = `Advanced tier parameters support a maximum parameter value of ${String(ADVANCED_SIZE)} characters.`;
    throw new AwsError("ValidationException", message);
  }
}

/** A pattern that cannot be translated is not compared. */
function checkPattern(value: string, source: string): void {
  const allowed = javaPattern(source);
  if (allowed.kind === "invalid") {
    throw new AwsError("InvalidAllowedPatternException", "Parameter Allowed Pattern is malformed.");
  }
  if (allowed.kind === "pattern" && !allowed.pattern.test(value)) {
    const message = `Parameter value, cannot be validated against allowedPattern: ${source}`;
    throw new AwsError("ParameterPatternMismatchException", message);
  }
}
