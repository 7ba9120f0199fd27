import { asUnreadable, unreadableBecause } from "../../../src/operations/collect/unreadable";

const named = (name: string, message = "said AWS", code?: string) =>
  Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });

describe("the reason why something could not be read", () => {
  it.each([
    ["ThrottlingException", "throttled"],
    ["RequestLimitExceeded", "throttled"],
    ["SlowDown", "throttled"],
    ["AccessDeniedException", "access-denied"],
    ["AccessDenied", "access-denied"],
    ["UnauthorizedOperation", "access-denied"],
    ["AutomationExecutionNotFoundException", "expired"],
    ["InvocationDoesNotExist", "expired"],
    ["ExpiredTokenException", "credentials"],
    ["RequestTimeTooSkewed", "credentials"],
    ["CredentialsProviderError", "credentials"],
    ["TimeoutError", "unreachable"],
    ["InternalServerError", "other"],
  ])("of %s is %s", (name, reason) => {
    expect(asUnreadable(named(name))).toMatchObject({ reason, message: `${name}: said AWS` });
  });

  it("of a connection is found by its code", () => {
    expect(asUnreadable(named("Error", "connect failed", "ECONNREFUSED")).reason).toBe("unreachable");
    expect(asUnreadable(new AggregateError([named("Error", "refused")]))).toMatchObject({
      message: "AggregateError: refused",
    });
  });

  it("stays as it was said first", () => {
    const error = unreadableBecause("no-reader-role", "not authorized");
    expect(asUnreadable(error)).toBe(error);
    expect(error.remedy).toMatch(/Deploy the account's member stack/);
  });
});
