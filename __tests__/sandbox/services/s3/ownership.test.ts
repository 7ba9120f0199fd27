import { s3Ownership } from "../../../../src/sandbox/services/s3/ownership";
import { refusalOf, rest, sessionOf } from "../../authorization/fixtures";
import { APP_DEV_ID, exampleFleet, MANAGEMENT_ID } from "../../example-fleet";

const allow = (Action: string, Resource: string) => ({
  Effect: "Allow",
  Principal: { AWS: APP_DEV_ID },
  Action,
  Resource: `arn:aws:s3:::${Resource}`,
});
const stranger = sessionOf("stranger", { accountId: MANAGEMENT_ID });

/** Why a caller who owns the bucket `own` may not copy, where another account owns `theirs` under a policy. */
async function copied(from: string, to: string, ...Statement: readonly object[]) {
  const policy = Buffer.from(JSON.stringify({ Version: "2012-10-17", Statement }));
  const layer = s3Ownership(exampleFleet(), (bucket) => (bucket === "theirs" ? policy : undefined));
  const next = () => Promise.resolve({ status: 200, headers: {}, body: Buffer.alloc(0) });
  await layer(rest("s3", "PUT /theirs", { caller: stranger }), next);
  await layer(rest("s3", "PUT /own"), next);
  const copy = rest("s3", `PUT /${to}`, { headers: { "x-amz-copy-source": from } });
  return (await refusalOf(layer(copy, next).then(() => undefined)))?.message;
}

describe("a copy", () => {
  it("from another account's bucket needs s3:GetObject in that bucket's policy", async () => {
    expect(await copied("theirs/a", "own/a", allow("s3:GetObject", "theirs/a"))).toBeUndefined();
    expect(await copied("theirs/b", "own/a", allow("s3:GetObject", "theirs/a"))).toContain('"theirs"');
    expect(await copied("theirs/a", "own/a", allow("s3:PutObject", "theirs/a"))).toContain('"theirs"');
  });

  it("into another account's bucket needs s3:PutObject in that bucket's policy", async () => {
    expect(await copied("own/a", "theirs/a", allow("s3:PutObject", "theirs/*"))).toBeUndefined();
    expect(await copied("own/a", "theirs/a", allow("s3:GetObject", "theirs/*"))).toContain('"theirs"');
  });

  it("within another account's bucket needs both", async () => {
    const both = [allow("s3:GetObject", "theirs/a"), allow("s3:PutObject", "theirs/b")];
    expect(await copied("theirs/a", "theirs/b", ...both)).toBeUndefined();
    expect(await copied("theirs/a", "theirs/b", ...both.slice(1))).toContain('"theirs"');
  });
});
