import type { GetServiceSettingResult } from "@aws-sdk/client-ssm";
import { serviceSettings } from "../../../src/sandbox/systems-manager/service-settings";
import { APP_DEV_ID, HOME_REGION, MANAGEMENT_ID } from "../example-fleet";
import { jsonClient } from "../json-client";

const SettingId = "/ssm/documents/console/public-sharing-permission";
const arnIn = (region: string, accountId = MANAGEMENT_ID) =>
  `arn:aws:ssm:${region}:${accountId}:servicesetting${SettingId}`;

describe("Service settings", () => {
  const layer = serviceSettings();
  const call = jsonClient(layer);
  const valueIn = async (client: typeof call) =>
    (await client<GetServiceSettingResult>("GetServiceSetting", { SettingId })).ServiceSetting?.SettingValue;
  afterEach(() => call("ResetServiceSetting", { SettingId }));

  it("have AWS's default value until they are changed, and again after a reset", async () => {
    expect((await call<GetServiceSettingResult>("GetServiceSetting", { SettingId })).ServiceSetting).toMatchObject({
      SettingId,
      SettingValue: "Enable",
      Status: "Default",
      ARN: arnIn(HOME_REGION),
    });
    await call("UpdateServiceSetting", { SettingId, SettingValue: "Disable" });
    expect((await call<GetServiceSettingResult>("GetServiceSetting", { SettingId })).ServiceSetting).toMatchObject({
      SettingValue: "Disable",
      Status: "Customized",
      LastModifiedUser: `arn:aws:iam::${MANAGEMENT_ID}:user/dev`,
    });
    const reset = await call<GetServiceSettingResult>("ResetServiceSetting", { SettingId: arnIn(HOME_REGION) });
    expect(reset.ServiceSetting).toMatchObject({ SettingValue: "Enable", Status: "Default" });
  });

  it("apply to one account and Region", async () => {
    await call("UpdateServiceSetting", { SettingId: arnIn(HOME_REGION), SettingValue: "Disable" });
    expect(await valueIn(call)).toBe("Disable");
    expect(await valueIn(jsonClient(layer, { accountId: APP_DEV_ID }))).toBe("Enable");
    expect(await valueIn(jsonClient(layer, { region: "eu-central-1" }))).toBe("Enable");
    for (const other of [arnIn("eu-central-1"), arnIn(HOME_REGION, APP_DEV_ID), "/ssm/nonesuch"]) {
      await expect(call("GetServiceSetting", { SettingId: other })).rejects.toMatchObject({
        code: "ServiceSettingNotFound",
      });
    }
  });

  it("accept only the values that AWS documents", async () => {
    await expect(call("UpdateServiceSetting", { SettingId, SettingValue: "Off" })).rejects.toMatchObject({
      code: "ValidationException",
    });
  });

  it("limit the seconds of the retry of throttled steps to an hour", async () => {
    const limit = "/ssm/automation/throttling-retry-time-limit";
    await call("UpdateServiceSetting", { SettingId: limit, SettingValue: "3600" });
    for (const SettingValue of ["3601", "-1", "1 h"]) {
      await expect(call("UpdateServiceSetting", { SettingId: limit, SettingValue })).rejects.toMatchObject({
        code: "ValidationException",
      });
    }
  });

  it("can block public sharing of documents without blocking sharing with accounts", async () => {
    const permit = (...AccountIdsToAdd: string[]) =>
      call("ModifyDocumentPermission", { Name: "check-os", PermissionType: "Share", AccountIdsToAdd });
    const passed = { code: "HandedOn" };
    await expect(permit("all")).rejects.toMatchObject(passed);
    await call("UpdateServiceSetting", { SettingId, SettingValue: "Disable" });
    await expect(permit("All")).rejects.toMatchObject({ code: "InvalidPermissionType" });
    await expect(permit(APP_DEV_ID)).rejects.toMatchObject(passed);
  });
});
