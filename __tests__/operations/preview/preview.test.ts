import { withOutputPlace } from "../../../src/document/output-place";
import { renderYaml } from "../../../src/document/render";
import type { Fleet } from "../../../src/fleet/model";
import { CAUSES } from "../../../src/operations/preview/finding";
import { previewData } from "../../../src/operations/preview/data";
import { preview, quickCheck } from "../../../src/operations/preview/preview";
import { PROBES } from "../../../src/operations/preview/probe-table";
import { showPreview } from "../../../src/operations/preview/show";
import { unreadableBecause } from "../../../src/operations/collect/unreadable";
import { exampleFleet } from "../../stacks/example-fleet";
import { DEV, deployed, entry, fakeReader, request, STAGING, type Changes } from "./fake-preview";

const fleet = exampleFleet;
const previewOf = (changes: Changes = {}) => preview({ fleet, request, entry, reader: fakeReader(changes) });
const textOf = async (changes: Changes = {}, columns?: number) =>
  showPreview(fleet, await previewOf(changes), { colored: false, columns });

const deployOf = (stacks: string) => `npm run fleetbook -- plan ${stacks} && npm run fleetbook -- apply out/plans`;

describe("a preview", () => {
  it("has one probe for each cause", () => {
    expect(PROBES.map(({ cause }) => cause)).toEqual([...CAUSES]);
  });

  it("names nothing in a healthy fleet", async () => {
    const { findings, unchecked, places, fromOrganizations, untouched } = await previewOf();
    expect({ findings, unchecked, fromOrganizations, untouched }).toEqual({
      ...{ findings: [], unchecked: [], fromOrganizations: true, untouched: [] },
    });
    expect(places.map(({ place, instances }) => [place.account.name, instances?.length])).toEqual([
      ["app-dev", 1],
      ["app-staging", 1],
      ["app-prod", 1],
    ]);
    expect(await textOf()).toContain("Nothing would go wrong.");
  });

  it("names nothing where the deployed runbook writes its outputs to the fleet's buckets", async () => {
    const withOutputs = {
      ...fleet,
      outputs: { bucketPrefix: "outputs", expirationDays: 30 },
    };
    const place = {
      OutputS3BucketName: "outputs-111111111111-{{ global:REGION }}",
      OutputS3KeyPrefix: "{{ global:ACCOUNT_ID }}",
    };
    const content = renderYaml(withOutputPlace(entry.runbook.document, place));
    const found = async (of: Fleet) =>
      (
        await preview({
          fleet: of,
          request,
          entry,
          reader: fakeReader({ document: () => Promise.resolve({ ...deployed, content }) }),
        })
      ).findings;
    expect(await found(withOutputs)).toEqual([]);
    expect((await found(fleet)).map(({ cause }) => cause)).toEqual(["default-version"]);
  });

  it("says what could not be checked and why, and checks the rest", async () => {
    const { findings, unchecked, duration } = await previewOf({
      closed: [STAGING],
      sharedWith: () => Promise.resolve([DEV]),
    });
    expect(findings.map(({ cause }) => cause)).toEqual(["runbook-not-shared", "runbook-not-shared"]);
    expect(unchecked.map(({ accountId, what, message }) => [accountId, what, message])).toEqual([
      [STAGING, "everything", "AccessDenied"],
    ]);
    expect(duration).toBeUndefined();
  });

  it("takes the accounts from the fleet file alone if AWS Organizations may not be read, and says so", async () => {
    const denied = () => Promise.reject(unreadableBecause("access-denied", "AccessDeniedException"));
    const text = await textOf({ accounts: denied, accountsIn: denied });
    expect(text).toContain("from fleet.yaml alone: AWS Organizations could not be asked");
    expect(text).toContain("Nothing would go wrong in what could be checked.");
  });

  it("names accounts that AWS has in the same units and the fleet file has not", async () => {
    const accountsIn = () => Promise.resolve([DEV, "777777777777"]);
    expect(await textOf({ accountsIn })).toContain("not in fleet.yaml, and so not touched: 777777777777");
  });

  it("shows findings that say the same as one, with one command for all stacks, in the columns of the terminal", async () => {
    const noRole = { role: () => Promise.resolve(undefined) };
    const text = await textOf({ at: { [DEV]: noRole, [STAGING]: noRole } }, 80);
    expect(text).toContain("  error execution-role: app-dev, app-staging\n");
    expect(text).toContain(`    $ ${deployOf("member-app-dev member-app-staging")}`);
    const tooLong = text.split("\n").filter((line) => line.length > 80 && !line.includes("$ "));
    expect(tooLong).toEqual([]);
  });

  it("shows no control characters of AWS", async () => {
    const message = "x\u001b[2Jy";
    const executionPreview = () =>
      Promise.resolve({ status: "Failed", message, steps: {}, regions: [], targets: undefined, accounts: undefined });
    expect(await textOf({ executionPreview })).not.toContain("\u001b");
  });

  it("is data with the commands of every finding", async () => {
    const data = previewData(fleet, await previewOf({ sharedWith: () => Promise.resolve([DEV, STAGING]) }));
    expect(JSON.parse(JSON.stringify(data))).toMatchObject({
      ...{ version: 1, runbook: "check-os", accountsFrom: "AWS Organizations", documentVersion: "1" },
      commands: [deployOf("administrator")],
      findings: [{ cause: "runbook-not-shared", account: "app-prod", commands: [deployOf("administrator")] }],
    });
  });
});

describe("the quick check before a start", () => {
  it("asks nothing of the target accounts", async () => {
    const asked: string[] = [];
    const reader = fakeReader({ sharedWith: () => Promise.resolve([]) });
    const watched = {
      ...reader,
      at: (accountId: string, region: string) => {
        asked.push(accountId);
        return reader.at(accountId, region);
      },
    };
    const { findings } = await quickCheck({ fleet, request, entry, reader: watched });
    expect(findings).toHaveLength(3);
    expect([...new Set(asked)]).toEqual([fleet.administratorAccount.id]);
  });
});
