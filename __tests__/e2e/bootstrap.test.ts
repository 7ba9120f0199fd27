import { join } from "node:path";
import { aws, fleetbook, sandboxEnvironment, temporaryFolder, type Outcome } from "./commands";
import { describeWith } from "../requires";
import { adopting } from "./bootstrap/adopting";

const BUCKET_OF = (accountId: string): string => `fleetbook-state-${accountId}-ap-northeast-1`;
const DEV = "222222222222";
const PROD = "444444444444";
/** The accounts whose buckets are there whatever a bootstrap is interrupted at. */
const EXISTING = [
  ["management", "111111111111"],
  ["app-dev", DEV],
  ["app-staging", "333333333333"],
] as const;

/** One sandbox and one bootstrap after another: each finds the accounts as the one before has left them. */
describeWith(["terraform", "moto_server", "aws"], "fleetbook bootstrap", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let outside: NodeJS.ProcessEnv;
  let operator: NodeJS.ProcessEnv;
  const as = (account: string): Promise<NodeJS.ProcessEnv> => sandboxEnvironment(outside, "--account", account);
  const begin = () => fleetbook("fleetbook", ["bootstrap"], operator);
  const outcomeOf = ({ stdout }: Outcome, stack: string): string =>
    new RegExp(`${stack} +│ (\\w+)`).exec(stdout)?.[1] ?? `no line for ${stack} in:\n${stdout}`;
  const keys = async (account: string, id: string): Promise<readonly string[]> => {
    const { Contents } = await aws<{ Contents?: { Key: string }[] }>(
      await as(account),
      "s3api",
      "list-objects-v2",
      "--bucket",
      BUCKET_OF(id),
    );
    return (Contents ?? []).map(({ Key }) => Key);
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    outside = { ...process.env, FLEETBOOK_SANDBOX: join(folder.path, "sandbox"), TMPDIR: folder.path };
    await fleetbook("sandbox", ["up", "--detach"], outside).outcome;
    operator = await sandboxEnvironment(outside);
  });
  afterAll(async () => {
    await fleetbook("sandbox", ["down"], outside).outcome;
    await folder.remove();
  });

  it("imports a bucket that was created by hand, names one of another account, and creates the others", async () => {
    const region = ["--create-bucket-configuration", "LocationConstraint=ap-northeast-1"];
    await aws(await as("app-dev"), "s3api", "create-bucket", "--bucket", BUCKET_OF(DEV), ...region);
    await aws(await as("partner"), "s3api", "create-bucket", "--bucket", BUCKET_OF(PROD), ...region);

    const outcome = await begin().outcome;
    expect(outcomeOf(outcome, "state-management")).toBe("changed");
    expect(outcomeOf(outcome, "state-app-staging")).toBe("changed");
    expect(outcomeOf(outcome, "state-app-dev")).toBe("changed");
    expect(outcomeOf(outcome, "state-app-prod")).toBe("failed");
    expect(outcome.stderr).toContain(BUCKET_OF(PROD));
    expect(outcome.stderr).toContain("bucketPrefix");
    expect(outcome.status).toBe(1);

    expect(await keys("app-dev", DEV)).toEqual(["state.tfstate"]);
    const versioning = await aws(await as("app-dev"), "s3api", "get-bucket-versioning", "--bucket", BUCKET_OF(DEV));
    expect(versioning).toEqual(expect.objectContaining({ Status: "Enabled" }));
  });

  it("ends with status 130 on Ctrl-C and leaves no lock", async () => {
    await aws(await as("partner"), "s3api", "delete-bucket", "--bucket", BUCKET_OF(PROD));
    const bootstrap = begin();
    await bootstrap.printed(/state-app-prod +planned/);
    process.kill(-(bootstrap.child.pid ?? 0), "SIGINT");
    const { status, stderr } = await bootstrap.outcome;
    expect(stderr).toContain("stopping: waiting for Terraform");
    expect(status).toBe(130);
    for (const [account, id] of EXISTING) {
      expect((await keys(account, id)).filter((key) => key.endsWith(".tflock"))).toEqual([]);
    }
  });

  it("finishes its work in a second run after the first was killed", async () => {
    const bootstrap = begin();
    await bootstrap.printed(/state-app-prod +planned/);
    process.kill(-(bootstrap.child.pid ?? 0), "SIGKILL");
    expect((await bootstrap.outcome).status).toBeNull();

    const again = await begin().outcome;
    expect(again.status === 0 ? "" : again.stdout + again.stderr).toBe("");
    expect(await keys("app-prod", PROD)).toEqual(["state.tfstate"]);
  });

  it("changes nothing in another run", async () => {
    const outcome = await begin().outcome;
    for (const stack of ["state-management", "state-app-dev", "state-app-staging", "state-app-prod"]) {
      expect(outcomeOf(outcome, stack)).toBe("unchanged");
    }
    expect(outcome.status).toBe(0);
  });

  describe("Roles that exist already", () => adopting(() => ({ folder: folder.path, operator, as })));
});
