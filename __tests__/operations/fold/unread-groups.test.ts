/** What could not be read, grouped. */
import { unreadGroups } from "../../../src/operations/fold/unread-groups";
import type { UnreadRecord } from "../../../src/operations/results/schema";

function unread(accountId: string, reason: UnreadRecord["reason"]): UnreadRecord {
  const message = `arn:aws:iam::${accountId}:role/fleetbook-reader could not be assumed`;
  return { kind: "unread", what: "account", accountId, region: "eu-west-1", reason, message, remedy: `For ${reason}.` };
}

describe("what could not be read", () => {
  it("is one group for each reason, although messages differ in ARNs", () => {
    const groups = unreadGroups([
      unread("222222222222", "no-reader-role"),
      unread("333333333333", "no-reader-role"),
      unread("444444444444", "throttled"),
    ]);
    expect(groups.map(({ reason, members }) => [reason, members.length])).toEqual([
      ["no-reader-role", 2],
      ["throttled", 1],
    ]);
  });
});
