/** Why a document could not be pulled, in AWS's words and with a remedy. */
import { InvalidDocument, InvalidDocumentVersion, SSMServiceException, type SSMClient } from "@aws-sdk/client-ssm";
import { ConfigurationError, OperationError, type Problem } from "../diagnostics/errors";
import { similarNames } from "./similar-names";

/** A document to be pulled. */
export interface Asked {
  readonly name: string;
  /** A number or `$LATEST`, besides the default version. */
  readonly version: string | undefined;
  /** What runs it: `step runPatchBaseline of AWS-PatchAsgInstance`; undefined if the user has named it. */
  readonly because: string | undefined;
}

/** Codes of errors that every other document would get as well. */
const BAD_CREDENTIALS =
  /^(UnrecognizedClient|ExpiredToken|InvalidSignature|InvalidClientTokenId|IncompleteSignature|MissingAuthentication)/;
const UNREACHABLE = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|TimeoutError/;

/** @throws ConfigurationError for a fault that every document would have; any error that is not AWS's, unchanged */
export async function pullProblem(
  error: unknown,
  { name, version, because }: Asked,
  ssm: Pick<SSMClient, "send">,
): Promise<Problem> {
  const place = because === undefined ? name : `${name} (${because} runs it)`;
  if (error instanceof OperationError && error.problems[0] !== undefined) return { ...error.problems[0], place };
  if (error instanceof InvalidDocumentVersion) {
    return {
      place,
      message: `AWS has no version ${version ?? "$DEFAULT"} of it: ${said(error)}.`,
      remedy: `\`aws ssm list-document-versions --name ${name}\` lists the versions.`,
    };
  }
  if (error instanceof InvalidDocument) {
    return { place, message: `AWS has no such document: ${said(error)}.`, remedy: await similarNames(ssm, name) };
  }
  if (!(error instanceof SSMServiceException)) throw commonFault(error);
  if (BAD_CREDENTIALS.test(error.name)) {
    throw new ConfigurationError({
      message: `AWS does not accept the credentials: ${error.name}: ${said(error)}.`,
      remedy: "Sign in again (aws sso login), or correct AWS_PROFILE or AWS_ACCESS_KEY_ID.",
    });
  }
  return {
    place,
    message: `AWS refuses to return it: ${error.name}: ${said(error)}.`,
    remedy:
      "The credentials need ssm:DescribeDocument and ssm:GetDocument on Amazon's documents (arn:aws:ssm:*::document/*).",
  };
}

/** The fault of credentials or network as a message; other errors unchanged. */
function commonFault(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "CredentialsProviderError") {
    return new ConfigurationError({
      message: `There are no AWS credentials: ${said(error)}.`,
      remedy: "Sign in (aws sso login) and set AWS_PROFILE. Fleetbook keeps no credentials of its own.",
    });
  }
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!UNREACHABLE.test(`${error.name} ${code} ${error.message}`)) return error;
  return new ConfigurationError({
    message: `AWS Systems Manager cannot be reached: ${said(error) || code}.`,
    remedy:
      "Check the network, HTTPS_PROXY and --region. If AWS_ENDPOINT_URL is set, check that something answers there.",
  });
}

/** The message on one line, without its final period. */
function said({ message }: Error): string {
  return message.replace(/\s+/g, " ").trim().replace(/\.$/, "");
}
