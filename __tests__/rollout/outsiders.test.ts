import type { FleetLock } from "../../src/fleet/model";
import { outsiderProblem, outsiders } from "../../src/rollout/outsiders";
import { account, cleanUp, endpoint, fleet } from "./fixtures";

afterEach(cleanUp);

const ours = fleet(
  account("111111111111", "management", { deployRole: undefined }),
  account("222222222222", "app-dev"),
);

/** AWS with these accounts besides, all of which have a state bucket except `without`. */
async function aws(accounts: readonly object[], without = ""): Promise<NodeJS.ProcessEnv> {
  const url = await endpoint(({ headers, url: path }) => {
    if (headers["x-amz-target"] !== undefined) {
      const known = [{ Id: "111111111111" }, { Id: "222222222222" }];
      return { status: 200, body: JSON.stringify({ Accounts: [...known, ...accounts] }) };
    }
    return { status: without !== "" && `${headers.host ?? ""}${path ?? ""}`.includes(without) ? 404 : 403, body: "" };
  });
  return { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "s" };
}

async function found(env: NodeJS.ProcessEnv, of = ours): Promise<readonly string[]> {
  const others = await outsiders(of, env);
  if ("message" in others) throw new Error(others.message);
  return others.map((outsider) => {
    const { message, remedy } = outsiderProblem(outsider);
    return `${message} ${remedy}`;
  });
}

describe("accounts outside the fleet that have a state bucket of it", () => {
  it("are those that left the file, and those that AWS has suspended or closed, each with what can be done", async () => {
    const env = await aws([
      { Id: "333333333333", Name: "left", Status: "ACTIVE", State: "ACTIVE" },
      { Id: "444444444444", Name: "late", Status: "SUSPENDED", State: "SUSPENDED" },
      { Id: "555555555555", Name: "over", Status: "SUSPENDED", State: "CLOSED" },
    ]);
    expect(await found(env)).toEqual([
      expect.stringMatching(/^Account 333333333333 \(left on AWS\) is not in fleet.yaml, .* retire it: docs\/leave.md/),
      expect.stringMatching(/^Account 444444444444 \(late on AWS\) is suspended on AWS, .* sync brings it back/),
      expect.stringMatching(/^Account 555555555555 \(over on AWS\) is closed on AWS, .* 90 days after/),
    ]);
  });

  it("are those of the lock file that AWS no longer lists", async () => {
    const gone = { id: "666666666666", name: "Gone", stack: "gone", parentId: "r-flt1", state: "gone" } as const;
    const lock: FleetLock = { file: "/fleet.lock.yaml", accounts: [{ ...gone, tags: {}, isSelected: false }] };
    expect(await found(await aws([]), { ...ours, lock })).toEqual([
      expect.stringMatching(/^Account 666666666666 \(Gone on AWS\) is no longer in the organization, .* --forget/),
    ]);
  });

  it("are none that have no such bucket", async () => {
    const env = await aws([{ Id: "333333333333", Name: "other", Status: "ACTIVE" }], "state-333333333333");
    expect(await found(env)).toEqual([]);
  });
});
