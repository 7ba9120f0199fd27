import { ConfigurationError } from "../../../src/diagnostics/errors";
import { alarmFrom } from "../../../src/operations/request/alarm";
import { wavesFrom } from "../../../src/operations/request/waves";
import { faults, resolved } from "./requests";

describe("the alarm of a wave", () => {
  it.each([
    ["errors", { name: "errors" }],
    ["errors@app-prod", { name: "errors", account: "app-prod" }],
    ["errors@app-prod/us-east-1", { name: "errors", account: "app-prod", region: "us-east-1" }],
    ["me@home/x@444444444444", { name: "me@home/x", account: "444444444444" }],
  ])("is named %s", (text, alarm) => {
    expect(alarmFrom(text)).toEqual(alarm);
  });

  it("is refused in another form", () => {
    for (const text of ["", "errors@", "errors@a/b/c"]) expect(() => alarmFrom(text)).toThrow(ConfigurationError);
  });

  it("is in the administrator account and the home Region, unless it says where", () => {
    const gates = (text: string) =>
      (resolved({ waves: [...wavesFrom("50%, 100%", { alarm: alarmFrom(text) })] }).waves ?? []).map(
        ({ gate }) => gate.alarm,
      );
    const here = { name: "errors", accountId: "111111111111", region: "ap-northeast-1" };
    expect(gates("errors")).toEqual([here, here]);
    expect(gates("errors@app-prod/us-east-1")[0]).toEqual({
      name: "errors",
      accountId: "444444444444",
      region: "us-east-1",
    });
  });

  it("is in an account of the fleet", () => {
    expect(faults({ waves: [{ share: "100%", alarm: { name: "errors", account: "app-prd" } }] })).toMatchObject([
      { message: 'The fleet has no account "app-prd", in which the alarm errors would be.' },
    ]);
  });
});
