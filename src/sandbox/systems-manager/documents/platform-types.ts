/** moto does not tell on which platforms a document runs: here it is every platform, as with AWS's runbooks. */
import type { PlatformType } from "@aws-sdk/client-ssm";

const PLATFORM_TYPES: readonly PlatformType[] = ["Windows", "Linux", "MacOS"];

export function corrected<T extends { PlatformTypes?: PlatformType[] | undefined }>(document: T): T {
  return document.PlatformTypes === undefined ? document : { ...document, PlatformTypes: [...PLATFORM_TYPES] };
}
