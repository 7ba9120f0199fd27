/**
 * The service settings of Systems Manager in each account and Region. Those for public sharing and for adaptive
 * concurrency have an effect.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateServiceSetting.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import { arn } from "../../iam/arn";
import { ADAPTIVE_CONCURRENCY } from "../../fleet/automation-settings";
import type { Location } from "../../iam/location";
import { AwsError } from "../protocol/aws-error";
import { chain } from "../protocol/chain";
import { checkConstraints, required, text } from "../protocol/constraints";
import { stringsOf } from "../protocol/input";
import { jsonLayer, jsonOperation } from "../protocol/json";
import type { CallerRequest, ServiceLayer } from "../protocol/message";
import { locationOf } from "../protocol/location";

interface Setting {
  /** The value until an account changes it. */
  readonly initial: string;
  /** @default any string */
  readonly values?: readonly string[];
  /** @default any string */
  readonly pattern?: RegExp;
}

const PUBLIC_SHARING = "/ssm/documents/console/public-sharing-permission";

/** By id. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  "/ssm/appmanager/appmanager-enabled": { initial: "True", values: ["True", "False"] },
  "/ssm/automation/customer-script-log-destination": { initial: "", values: ["CloudWatch"] },
  "/ssm/automation/customer-script-log-group-name": { initial: "/aws/ssm/automation/executeScript" },
  [ADAPTIVE_CONCURRENCY]: { initial: "False", values: ["True", "False"] },
  // AWS does not document the value that an account begins with.
  "/ssm/automation/throttling-retry-time-limit": {
    initial: "0",
    pattern: /^([0-9]|[1-9][0-9]{1,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)$/,
  },
  [PUBLIC_SHARING]: { initial: "Enable", values: ["Enable", "Disable"] },
  "/ssm/managed-instance/activation-tier": { initial: "standard", values: ["standard", "advanced"] },
  "/ssm/managed-instance/default-ec2-instance-management-role": { initial: "$None" },
  "/ssm/opsinsights/opscenter": { initial: "Disabled", values: ["Enabled", "Disabled"] },
  "/ssm/parameter-store/default-parameter-tier": {
    initial: "Standard",
    values: ["Standard", "Advanced", "Intelligent-Tiering"],
  },
  "/ssm/parameter-store/high-throughput-enabled": { initial: "false", values: ["true", "false"] },
};

interface Change {
  readonly value: string;
  readonly by: string;
  readonly at: Date;
}

export class StoredSettings {
  /** By ARN. */
  readonly #changes = new Map<string, Change>();

  change(location: Location, id: string): Change | undefined {
    return this.#changes.get(arnOf(id, location));
  }

  value(location: Location, id: string): string | undefined {
    return this.change(location, id)?.value ?? SETTINGS[id]?.initial;
  }

  set(location: Location, id: string, change: Change | undefined): void {
    if (change === undefined) this.#changes.delete(arnOf(id, location));
    else this.#changes.set(arnOf(id, location), change);
  }
}

const settingId = required(text({ min: 1, max: 1000 }));

/**
 * Serves the operations of service settings, and refuses to share a document publicly if the account's setting blocks
 * public sharing.
 */
export function serviceSettings(settings = new StoredSettings()): ServiceLayer {
  const initially = new Date();
  const described = (id: string, request: CallerRequest): sdk.ServiceSetting => {
    const location = locationOf(request);
    const change = settings.change(location, id);
    return {
      SettingId: id,
      SettingValue: settings.value(location, id),
      LastModifiedDate: change?.at ?? initially,
      LastModifiedUser: change?.by ?? "System",
      ARN: arnOf(id, location),
      Status: change === undefined ? "Default" : "Customized",
    };
  };
  return chain(
    jsonLayer([
      jsonOperation<Partial<sdk.GetServiceSettingRequest>, sdk.GetServiceSettingResult>(
        sdk.GetServiceSetting$,
        (input, request) => {
          checkConstraints(input, { SettingId: settingId });
          return { ServiceSetting: described(knownId(input.SettingId, request), request) };
        },
      ),
      jsonOperation<Partial<sdk.UpdateServiceSettingRequest>, sdk.UpdateServiceSettingResult>(
        sdk.UpdateServiceSetting$,
        (input, request) => {
          checkConstraints(input, { SettingId: settingId, SettingValue: required(text({ min: 1, max: 4096 })) });
          const id = knownId(input.SettingId, request);
          const { SettingValue: value = "" } = input;
          if (SETTINGS[id]?.values?.includes(value) === false) {
            const message = `Invalid setting value ${value} for ${id}. Valid values: ${SETTINGS[id].values.join(", ")}.`;
            throw new AwsError("ValidationException", message);
          }
          if (SETTINGS[id]?.pattern?.test(value) === false) {
            throw new AwsError("ValidationException", `Invalid setting value ${value} for ${id}.`);
          }
          settings.set(locationOf(request), id, { value, by: request.caller.arn, at: new Date() });
          return {};
        },
      ),
      jsonOperation<Partial<sdk.ResetServiceSettingRequest>, sdk.ResetServiceSettingResult>(
        sdk.ResetServiceSetting$,
        (input, request) => {
          checkConstraints(input, { SettingId: settingId });
          const id = knownId(input.SettingId, request);
          settings.set(locationOf(request), id, undefined);
          return { ServiceSetting: described(id, request) };
        },
      ),
    ]),
    async (request, next) => {
      if (request.operation === "ModifyDocumentPermission" && sharesPublicly(request)) {
        if (settings.value(locationOf(request), PUBLIC_SHARING) === "Disable") throw sharingIsBlocked();
      }
      return next(request);
    },
  );
}

/**
 * The id of an existing setting.
 * @throws AwsError ServiceSettingNotFound, also for the ARN of a setting in another account or Region
 */
function knownId(idOrArn = "", request: CallerRequest): string {
  const prefix = arnOf("", locationOf(request));
  const id = idOrArn.startsWith(`${prefix}/`) ? idOrArn.slice(prefix.length) : idOrArn;
  if (Object.hasOwn(SETTINGS, id)) return id;
  const message = `Setting ${idOrArn} not found. Please check that the setting exists for this account and Region.`;
  throw new AwsError("ServiceSettingNotFound", message);
}

/** The ARN of a setting, which is also the key of its change. */
function arnOf(id: string, location: Location): string {
  return arn(location, "ssm", `servicesetting${id}`);
}

function sharesPublicly({ input }: CallerRequest): boolean {
  return stringsOf(input, "AccountIdsToAdd").some((id) => id.toLowerCase() === "all");
}

/**
 * AWS documents the refusal, but not which of the operation's errors it is.
 * (Systems Manager User Guide, "Block public sharing for SSM documents")
 */
function sharingIsBlocked(): AwsError {
  return new AwsError(
    "InvalidPermissionType",
    "The document can't be shared publicly: block public sharing for SSM documents is turned on for this account and Region.",
  );
}
