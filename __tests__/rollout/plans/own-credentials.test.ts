import { readFileSync, writeFileSync } from "node:fs";
import { environmentWith, withoutRole } from "../../../src/rollout/plans/own-credentials";
import { account, cleanUp, synthesizedStack } from "../fixtures";
import { placedStack } from "./fixtures";

afterEach(cleanUp);

describe("a stack whose plan is applied with other credentials", () => {
  it("has no role in its providers and its backend, and is otherwise as it was synthesized", async () => {
    const stack = synthesizedStack("member");
    const role = { role_arn: "arn:aws:iam::222222222222:role/Deploy" };
    const provider = { alias: "account-222222222222_eu-west-1", allowed_account_ids: ["222222222222"] };
    const backend = { bucket: "states", allowed_account_ids: ["222222222222"] };
    const others = { resource: { aws_iam_role: { r: { name: "r", assume_role_policy: "{}" } } } };
    writeFileSync(
      stack.synthesizedFile,
      JSON.stringify({
        ...others,
        provider: { aws: [{ ...provider, assume_role: [role] }, provider] },
        terraform: { backend: { s3: { ...backend, assume_role: role } }, required_version: ">= 1.10" },
      }),
    );
    await withoutRole(stack);
    expect(JSON.parse(readFileSync(stack.synthesizedFile, "utf8"))).toEqual({
      ...others,
      provider: { aws: [provider, provider] },
      terraform: { backend: { s3: backend }, required_version: ">= 1.10" },
    });
  });

  it("gets the credentials of its account, new ones for each command, and nothing of the caller's", async () => {
    const dev = account("222222222222", "app-dev");
    let count = 0;
    const credentials = new Map([
      [
        dev,
        () => Promise.resolve({ accessKeyId: `ASIA${(count += 1)}`, secretAccessKey: "theirs", sessionToken: "token" }),
      ],
    ]);
    const env = { AWS_PROFILE: "admin", AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "mine", AWS_REGION: "r" };
    const stack = placedStack("member", [], dev);
    const environment = environmentWith(credentials, [stack], env);
    const theirs = { AWS_REGION: "r", AWS_SECRET_ACCESS_KEY: "theirs", AWS_SESSION_TOKEN: "token" };
    expect(await environment(stack)).toEqual({ ...theirs, AWS_ACCESS_KEY_ID: "ASIA1" });
    expect(await environment(stack)).toEqual({ ...theirs, AWS_ACCESS_KEY_ID: "ASIA2" });
    expect(await environment(placedStack("another", [], dev))).toBe(env);
  });
});
