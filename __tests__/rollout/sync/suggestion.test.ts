import { parse } from "yaml";
import { suggestedSelection } from "../../../src/rollout/sync/suggestion";
import { LOCK } from "../../fleet/lock-fixture";

const listed = (...ids: readonly string[]) => ({ memberAccounts: ids.map((id) => ({ id, name: "any", ou: "any" })) });
const suggested = (content: Readonly<Record<string, unknown>>): unknown =>
  parse(suggestedSelection(content, LOCK) ?? "");

describe("the selection that is suggested for a list of accounts", () => {
  it("has whole units, and single accounts beside them", () => {
    expect(suggested(listed("222222222222", "333333333333", "888888888888"))).toEqual({
      include: [{ ou: "workloads" }, { account: "audit" }],
    });
  });

  it("is the whole organization if the list has every active account", () => {
    expect(suggested(listed("222222222222", "333333333333", "444444444444", "888888888888"))).toEqual({
      include: [{ ou: "root" }],
    });
  });

  it("has what an account sets itself in an entry for the account", () => {
    const own = { id: "333333333333", name: "app-prod", ou: "workloads", tags: { stage: "prod" } };
    expect(suggested({ memberAccounts: [own] })).toEqual({
      include: [{ ou: "workloads/production" }],
      settings: [{ for: { account: "app-prod" }, tags: { stage: "prod" } }],
    });
  });

  it("is none for a file that selects its accounts already", () => {
    expect(suggestedSelection({ include: [{ ou: "root" }] }, LOCK)).toBeUndefined();
  });
});
