import { callableFrom, callableRunbooks } from "../../src/catalogue/callable-runbooks";
import { readCatalogue } from "../../src/catalogue/catalogue";
import { findRunbook } from "../../src/catalogue/find-runbook";
import { derivePermissions } from "../../src/document/permissions/permissions";
import { calls, folderWith, removeFolders, runbook, sleep } from "../amazon/fixtures";

afterEach(removeFolders);

const deletes = {
  name: "delete",
  action: "aws:executeAwsApi",
  inputs: { Service: "ec2", Api: "DeleteVolume", VolumeId: "vol-1" },
};

function catalogueWith(own: Readonly<Record<string, object>>, amazon: Readonly<Record<string, unknown>>) {
  const files = Object.entries(own).map(([name, content]) => [`${name}.json`, content] as const);
  return readCatalogue(folderWith(Object.fromEntries(files)), folderWith(amazon));
}

const AMAZON = {
  "AWS-A/1.json": runbook(calls("next", "AWS-B")),
  "AWS-B/1.json": runbook(deletes),
  "AWS-C/1.json": runbook(sleep()),
};

describe("the runbooks that can be called", () => {
  it("are the project's own, and those of Amazon's that they run, however deep", () => {
    const catalogue = catalogueWith({ mine: runbook(calls("a", "AWS-A")) }, AMAZON);
    expect([...callableRunbooks(catalogue).keys()].sort()).toEqual(["AWS-A", "AWS-B", "mine"]);
  });

  it("give a runbook's role the permissions of Amazon's runbook, without a gap", () => {
    const catalogue = catalogueWith({ mine: runbook(calls("a", "AWS-A")) }, AMAZON);
    const runbooks = new Map([...callableRunbooks(catalogue)].map(([name, entry]) => [name, entry.runbook]));
    const { document } = findRunbook("mine", catalogue).runbook;
    const { statements, gaps } = derivePermissions(document, { runbooks });
    expect(statements.flatMap(({ actions }) => actions)).toContain("ec2:DeleteVolume");
    expect(gaps).toEqual([]);
  });

  it("are of the version that a step runs", () => {
    const own = { mine: runbook(calls("b", "AWS-B", { DocumentVersion: "1" })) };
    const catalogue = catalogueWith(own, { ...AMAZON, "AWS-B/2.json": runbook(sleep("newer")) });
    const called = callableRunbooks(catalogue).get("AWS-B");
    expect(called?.runbook.document.mainSteps[0]?.name).toBe("delete");
  });

  it("leave out one of Amazon's that was not pulled, and the gap says how to pull it", () => {
    const catalogue = catalogueWith({ mine: runbook(calls("x", "AWS-Absent")) }, AMAZON);
    expect([...callableRunbooks(catalogue).keys()]).toEqual(["mine"]);
    const { gaps } = derivePermissions(findRunbook("mine", catalogue).runbook.document);
    expect(gaps).toEqual([expect.stringContaining("documents pull AWS-Absent")]);
  });

  it("do not read Amazon's folder, whatever is wrong in it, as long as no runbook calls one of Amazon's", () => {
    const catalogue = catalogueWith({ mine: runbook(sleep()) }, { "broken.txt": "?" });
    expect([...callableRunbooks(catalogue).keys()]).toEqual(["mine"]);
  });

  it("include those of one of Amazon's own runbooks, which is found by its name", () => {
    const catalogue = catalogueWith({}, AMAZON);
    const entry = findRunbook("AWS-A", catalogue);
    expect([...callableFrom(entry, catalogue).keys()]).toEqual(["AWS-B"]);
  });
});
