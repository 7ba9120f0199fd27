import { ApiCallError } from "../../../src/engine/errors";
import { begin, failureOf, run } from "./action-context";

describe("aws:invokeWebhook", () => {
  it("reads the integration, then fails because webhooks are not called locally", async () => {
    const fakes = { api: { "ssm:GetParameter": () => ({ Parameter: { Value: "{}" } }) } };
    expect((await failureOf("aws:invokeWebhook", { IntegrationName: "chat" }, fakes)).message).toBe(
      "The integration chat exists, but a local execution does not call webhooks: nothing leaves this machine",
    );
    const { platform } = begin("aws:invokeWebhook", { IntegrationName: "chat" }, fakes);
    expect(platform.calls[0]?.parameters).toEqual({
      Name: "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/chat",
      WithDecryption: true,
    });
  });

  it("fails as on AWS if the integration does not exist", async () => {
    const missing = (): never => {
      throw new ApiCallError("ParameterNotFound", "", "GetParameter");
    };
    await expect(
      run("aws:invokeWebhook", { IntegrationName: "chat" }, { api: { "ssm:GetParameter": missing } }),
    ).rejects.toMatchObject({ code: "ParameterNotFound" });
  });
});
