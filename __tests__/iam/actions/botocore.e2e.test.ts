/** The table of actions against its sources: every operation of botocore, where the pinned botocore is installed. */
import { readFileSync } from "node:fs";
import { botocoreFolder } from "../../../src/botocore/model-files";
import { ACTION_TABLE_FILE, iamAction, type ActionTable } from "../../../src/iam/actions/action-table";
import { callActions, requestActions } from "../../../src/iam/actions/call-actions";
import { actionTableText, makeActionTable } from "../../../src/iam/actions/make-table";
import { readBotocore, type Botocore } from "../../../src/iam/sources/botocore";
import { readActionReference } from "../../../src/iam/sources/iam-data";
import { findBoto } from "../../../src/tools/boto";
import { describeWith } from "../../requires";

describeWith(["python3"], "the table of IAM's actions", () => {
  const text = readFileSync(ACTION_TABLE_FILE, "utf8");
  const { sources } = JSON.parse(text) as ActionTable;
  let botocore: Botocore;

  beforeAll(async () => {
    const { modulePath } = await findBoto({ env: process.env, log: () => undefined });
    botocore = readBotocore(botocoreFolder(modulePath) ?? "");
  });

  const callsOf = ({ clients }: Botocore) =>
    clients.flatMap(({ name, signingName, operations }) =>
      operations.map((operation) => ({ client: name, signingName, operation: operation.name })),
    );

  it("is made from the pinned botocore", () => {
    expect(botocore.version).toBe(sources.botocore);
    expect(readFileSync("src/tools/moto-requirements.txt", "utf8")).toContain(`\nbotocore==${sources.botocore}\n`);
  });

  it("is what `npm run generate` would write", async () => {
    expect(actionTableText(makeActionTable(botocore, await readActionReference())) === text).toBe(true);
  });

  it("gives every operation actions that AWS documents, or a gap", () => {
    const calls = callsOf(botocore);
    const found = calls.map(({ client, operation }) => callActions(client, operation));
    const gaps = found.filter((actions) => actions === undefined).length;
    const free = found.filter((actions) => actions?.length === 0).length;
    const undocumented = found
      .flatMap((actions) => actions ?? [])
      .filter((action) => iamAction(action)?.name !== action);
    console.log(
      `${calls.length.toLocaleString("en")} operations of botocore ${botocore.version}: ${calls.length - gaps - free} ` +
        `derive IAM actions that AWS documents, ${free} need no permission, ${gaps} are gaps.`,
    );
    expect(undocumented).toEqual([]);
    expect({ operations: calls.length, free, gaps }).toEqual({ operations: 18_378, free: 25, gaps: 228 });
  });

  it("gives a call the same actions by boto3's name and by the name in its signature", () => {
    const different = callsOf(botocore).filter(
      ({ client, signingName, operation }) =>
        JSON.stringify(callActions(client, operation)) !== JSON.stringify(requestActions(signingName, operation)),
    );
    // API Gateway's requests are known by their method, and S3 Control's by their path.
    expect(different.filter(({ client }) => client !== "s3control")).toEqual([
      { client: "apigatewayv2", signingName: "apigateway", operation: "TagResource" },
    ]);
  });
});
