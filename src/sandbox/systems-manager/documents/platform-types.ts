/** Replaces moto's platform types of a document by all platforms, which AWS returns for runbooks. */
import type { PlatformType } from "@aws-sdk/client-ssm";

const PLATFORM_TYPES: readonly PlatformType[] = ["Windows", "Linux", "MacOS"];

export function corrected<T extends { PlatformTypes?: PlatformType[] | undefined }>(document: T): T {
  return document.PlatformTypes === undefined ? document : { ...document, PlatformTypes: [...PLATFORM_TYPES] };
}
