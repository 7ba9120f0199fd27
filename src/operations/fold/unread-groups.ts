/** What could not be read, grouped by reason. */
import type { UnreadRecord } from "../results/schema";

interface UnreadGroup extends Pick<UnreadRecord, "what" | "reason" | "message" | "remedy"> {
  readonly members: readonly UnreadRecord[];
}

/** What could not be read for the same reason is one group; messages differ in ARNs. */
export function unreadGroups(unread: readonly UnreadRecord[]): readonly UnreadGroup[] {
  const groups = new Map<string, UnreadRecord[]>();
  for (const record of unread) {
    const key = `${record.what}/${record.reason}/${record.remedy}`;
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [record]);
    else members.push(record);
  }
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : [{ ...first, members }];
  });
}
