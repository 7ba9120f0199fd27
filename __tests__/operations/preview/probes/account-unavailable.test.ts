import { accountUnavailable } from "../../../../src/operations/preview/probes/account-unavailable";
import { DEV, findings, PROD, STAGING } from "../fake-preview";

describe("the probe of accounts", () => {
  it("finds nothing if every account is active in the organization", async () => {
    expect(await findings(accountUnavailable)).toEqual([]);
  });

  it("names a suspended account and one outside the organization, and how to leave them out", async () => {
    const account = (id: string, state: string) => [id, { id, name: id, state }] as const;
    const accounts = () => Promise.resolve(new Map([account(DEV, "ACTIVE"), account(PROD, "SUSPENDED")]));
    const found = await findings(accountUnavailable, { accounts });
    expect(found.map(({ place, message }) => [place.accountId, message])).toEqual([
      [STAGING, expect.stringContaining("not in the organization")],
      [PROD, expect.stringContaining("is suspended")],
    ]);
    expect(found[1]?.remedy).toContain("--exclude-account app-prod");
  });
});
