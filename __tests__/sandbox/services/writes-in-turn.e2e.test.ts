import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tabledOperations } from "../../../src/botocore/service-table";
import { REFUSED } from "../../../src/sandbox/services/coverage";
import { describeWith } from "../../requires";
import { runBoto } from "../boto";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";

const PROGRAM = join(__dirname, "concurrent_writes.py");
const LAYERS = ["services", "systems-manager"].map((folder) => join(__dirname, "../../../src/sandbox", folder));
const CLIENTS = ["cloudformation", "ec2", "iam", "kms", "organizations", "s3", "ssm"];
const READS = /^(Describe|Get|Head|List|Search|Simulate|Validate)/;
/** Requests that the layers send, decide or refuse, and do not serve. */
const NOT_SERVED = new Set([
  ...["CreateGrant", "CreateServiceLinkedRole", "Decrypt", "DeleteVolume", "PutObject", "CopyObject"],
  ...["CreateMultipartUpload", "AttachVolume", "DetachVolume", "StartInstances", "StopInstances"],
  ...REFUSED.flatMap(({ operations }) => operations),
]);

/** The writing operations that the files of the layers name: as a schema, as a string, or as a key. */
function namedOperations(): readonly string[] {
  const known = new Set(CLIENTS.flatMap((client) => Object.keys(tabledOperations(client))));
  const files = LAYERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(folder, name), "utf8")),
  );
  const named = files.flatMap((text) => text.match(/\b[A-Z][A-Za-z]+(?=\$,|"|: (?!Partial))/g) ?? []);
  return [...new Set(named)].filter((name) => known.has(name) && !READS.test(name) && !NOT_SERVED.has(name));
}

describeWith(["moto_server"], "sixteen clients at once", (moto) => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
  });
  afterAll(() => test.end());

  it("are tried on every writing operation that the sandbox's layers serve", async () => {
    const tried = await runBoto<readonly string[]>(moto, test, [PROGRAM, "--operations"]);
    expect(namedOperations().filter((name) => !tried.includes(name))).toEqual([]);
  });

  it("lose nothing of what they write", async () => {
    const lost = await runBoto<Readonly<Record<string, string | null>>>(moto, test, [PROGRAM]);
    expect(Object.entries(lost).filter(([, what]) => what !== null)).toEqual([]);
    expect(Object.keys(lost).length).toBeGreaterThan(15);
  });

  it("lose nothing of what they change in the organization", async () => {
    const lost = await runBoto<Readonly<Record<string, string | null>>>(
      moto,
      test,
      [PROGRAM, "--organization"],
      "management",
    );
    expect(lost).toEqual({ accounts: null, tags_of_units: null, units: null, administrators: null });
  });
});
