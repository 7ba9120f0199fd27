/** 300 accounts in 40 units: what a sync says of a change, and what it makes of the stacks. */
import {
  CreateAccountCommand,
  MoveAccountCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { totals } from "../../../src/cli/fleetbook/sync/words";
import { loadFleet } from "../../../src/fleet/load";
import { lockText } from "../../../src/fleet/lock/lock-text";
import type { Lock, LockedAccount } from "../../../src/fleet/schema/lock-file";
import { fleetStacks } from "../../../src/fleet/stacks";
import { prepareSync, type PreparedSync } from "../../../src/rollout/sync/prepare";
import { writeLock } from "../../../src/rollout/sync/write-lock";
import { reloadSandbox } from "../../../src/sandbox/lifecycle/reload";
import { SURROUNDINGS } from "../../fleet/fleet-file";
import { LOCK, selecting } from "../../fleet/lock-fixture";
import { describeWith } from "../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../sandbox/test-sandbox";

const WORKLOADS = "ou-flt1-unit0000";
const UNITS = Array.from({ length: 40 }, (_, index) => `ou-flt1-unit${String(index).padStart(4, "0")}`);
const idOf = (index: number) => String(200000000000 + index * 7919);

/** The first unit has a line of units below it, five deep, and every second account. */
function organization(): Lock {
  const units = UNITS.map((id, index) => {
    const parent = index === 0 || index > 20 ? "r-flt1" : (UNITS[index < 5 ? index - 1 : 0] ?? "r-flt1");
    return [id, { name: index === 0 ? "workloads" : `unit-${index}`, parent }] as const;
  });
  const members = Array.from({ length: 299 }, (_, index): readonly [string, LockedAccount] => {
    const parent = (index % 2 === 0 ? UNITS[index % 20] : UNITS[21 + (index % 19)]) ?? "";
    const tags = { team: `t${index % 5}` };
    return [idOf(index), { stack: `given-${index}`, name: `Account ${index}`, parent, state: "active", tags }];
  });
  return {
    organization: LOCK.organization,
    organizationalUnits: Object.fromEntries(units),
    accounts: { "111111111111": LOCK.accounts["111111111111"]!, ...Object.fromEntries(members) },
  };
}

/** 10 new, 3 moved, 2 renamed, 2 suspended, 1 gone. */
function changed(lock: Lock): Lock {
  const accounts = { ...lock.accounts };
  const change = (index: number, others: Partial<LockedAccount>) => {
    accounts[idOf(index)] = { ...accounts[idOf(index)]!, ...others };
  };
  for (let index = 299; index < 309; index += 1) {
    const parent = (index < 304 ? WORKLOADS : UNITS[30]) ?? "";
    accounts[idOf(index)] = { stack: `given-${index}`, name: `New ${index}`, parent, state: "active" };
  }
  change(1, { parent: WORKLOADS });
  change(2, { parent: UNITS[30]! });
  change(4, { parent: UNITS[2]! });
  change(6, { name: "Called something else" });
  change(8, { name: "Account 6" });
  change(10, { state: "suspended" });
  change(11, { state: "suspended" });
  change(12, { state: "gone" });
  return { ...lock, accounts };
}

describeWith(["moto_server"], "sync with an organization of 300 accounts", (moto) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
  const [onAws, fleetFile] = [join(folder, "aws.yaml"), join(folder, "fleet.yaml")];
  const fleetOnAws = (lock: Lock) => {
    writeFileSync(onAws, selecting("include: [{ou: root}]"));
    writeFileSync(join(folder, "aws.lock.yaml"), lockText(lock));
    return loadFleet(onAws, SURROUNDINGS);
  };
  let test: TestSandbox;
  let first: PreparedSync;
  beforeAll(async () => {
    test = await startTestSandbox(moto, fleetOnAws(organization()));
    writeFileSync(fleetFile, selecting("include: [{ou: workloads}]"));
    first = await prepare();
    writeLock(first.lockFile, first.after);
  });
  afterAll(async () => {
    await test.end();
    rmSync(folder, { recursive: true });
  });

  async function prepare(account = "management", forget: readonly string[] = []): Promise<PreparedSync> {
    const { accessKeyId, secretAccessKey, sessionToken } = await test.sandbox.credentials({ account });
    const env = {
      AWS_ENDPOINT_URL: test.sandbox.endpoint,
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    };
    return prepareSync({ fleetFile, env, forget, onProgress: () => undefined });
  }
  const linesOfLock = () => readFileSync(first.lockFile, "utf8").split("\n");
  const stacks = () => new Set(fleetStacks(loadFleet(fleetFile, SURROUNDINGS)).map(({ name }) => name));

  it("finds every account, unit, tag and state", () => {
    expect(Object.keys(first.after.accounts)).toHaveLength(300);
    expect(Object.keys(first.after.organizationalUnits)).toHaveLength(40);
    expect(first.after.accounts[idOf(3)]).toEqual({
      ...{ stack: "account-3", name: "Account 3", state: "active" },
      ...{ parent: organization().accounts[idOf(3)]?.parent, tags: { team: "t3" } },
    });
  });

  it("is refused with credentials of a member account, which may not list the organization", async () => {
    expect((await failureOf(prepare("given-3"))).message).toMatch(
      /may not read the organization: .* Use credentials of the management account or of a delegated administrator/,
    );
  });

  it("says exactly what has changed, and no stack is renamed or lost but those of accounts that left", async () => {
    const [lines, before] = [linesOfLock(), stacks()];
    await reloadSandbox(test.folder, { fleet: fleetOnAws(changed(organization())), nodes: {} }, LOADED);
    const next = await prepare();
    expect(totals(next.changes)).toBe("10 new, 3 moved, 2 renamed, 2 suspended, 1 gone");
    expect(next.joining.map(({ stack }) => stack)).toEqual([
      ...["account-1", "new-299", "new-300", "new-301", "new-302", "new-303"],
    ]);
    expect(next.leaving.map(({ stack }) => stack)).toEqual(["account-2", "account-10", "account-12"]);

    writeLock(next.lockFile, next.after);
    const now = linesOfLock();
    expect(now.filter((line) => !lines.includes(line))).toHaveLength(10 + 3 + 2 + 2 + 1);
    expect(lines.filter((line) => !now.includes(line))).toHaveLength(3 + 2 + 2 + 1);
    const after = stacks();
    const kinds = ["member", "target", "state"];
    const of = (accounts: readonly { readonly stack: string }[]) =>
      accounts.flatMap(({ stack }) => kinds.map((kind) => `${kind}-${stack}`)).sort();
    expect([...after].filter((stack) => !before.has(stack)).sort()).toEqual(of(next.joining));
    expect([...before].filter((stack) => !after.has(stack)).sort()).toEqual(of(next.leaving));
  });

  it("finds no difference a second time, and forgets an account that is gone when it is told to", async () => {
    const forgetting = await prepare("management", ["account-12"]);
    expect(forgetting.changes.accounts).toEqual([{ kind: "forgotten", id: idOf(12), stack: "account-12" }]);
  });

  it("finds with credentials of a delegated administrator what callers of Organizations have changed", async () => {
    const organizations = await test.client(OrganizationsClient, "management");
    const registration = { AccountId: idOf(3), ServicePrincipal: "ssm.amazonaws.com" };
    await organizations.send(new RegisterDelegatedAdministratorCommand(registration));
    await organizations.send(new CreateAccountCommand({ AccountName: "Made by a call", Email: "made@example.com" }));
    const place = { SourceParentId: UNITS[26], DestinationParentId: UNITS[30] };
    await organizations.send(new MoveAccountCommand({ AccountId: idOf(5), ...place }));
    const { changes } = await prepare("given-3");
    expect(totals(changes)).toBe("1 new, 1 moved");
    // The new account's id, by which they are sorted, is any.
    expect(changes.accounts.map(({ kind, stack }) => `${kind} ${stack}`).sort()).toEqual([
      ...["moved account-5", "new made-by-a-call"],
    ]);
  });
});

const LOADED = { loaded: [], namedNodesFile: undefined };
