import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trailFile, type Decided, type TrailLine } from "../../../src/sandbox/authorization/trail";
import { identityPolicy } from "../../iam/decision/fixtures";
import { ACCOUNT, authorizerFor, factsOf, instanceArn, query, REGION, sessionOf } from "./fixtures";

const stop = query("ec2", "StopInstances", { "InstanceId.1": "i-0a" });

async function trailOf(statement: object): Promise<readonly Decided[]> {
  const trail: Decided[] = [];
  const authorizer = authorizerFor(
    { identityPolicies: [identityPolicy("work", statement)] },
    { facts: factsOf({ tags: { [instanceArn("i-0a")]: { team: "core" } } }), trail: (line) => trail.push(line) },
  );
  await authorizer.check(stop).catch(() => undefined);
  return trail;
}

describe("a trail", () => {
  it("has what an administrator's request needs, with the tags of the resource", async () => {
    const [line, ...others] = await trailOf({ Effect: "Allow", Action: "*", Resource: "*" });
    expect(others).toEqual([]);
    expect(line).toMatchObject({ action: "ec2:StopInstances", resource: instanceArn("i-0a"), allowed: true });
    expect(line?.context).toMatchObject({ "aws:ResourceTag/team": "core", "ec2:Region": REGION });
  });

  it("has what is refused", async () => {
    expect(await trailOf({ Effect: "Allow", Action: "ec2:StartInstances", Resource: "*" })).toMatchObject([
      { action: "ec2:StopInstances", allowed: false },
    ]);
  });

  it("is a file of JSON lines that name the role of a session", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
    try {
      const file = join(folder, "trail.jsonl");
      const decided = { action: "ec2:StopInstances", resource: "*", context: {}, allowed: true };
      trailFile(file)({ ...decided, caller: sessionOf("worker") });
      while (!readText(file).endsWith("\n")) await new Promise((done) => setTimeout(done, 5));
      const line = JSON.parse(readText(file)) as TrailLine;
      expect(line).toEqual({ ...decided, caller: `arn:aws:iam::${ACCOUNT}:role/worker` });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
