import { foldNumbers } from "../../../src/diagnostics/text/fold-numbers";
import type { InstanceView } from "../../../src/operations/fold/run-view";
import { Whereabouts } from "../../../src/operations/fold/where";
import { run } from "../results/records";

const [DEV, STAGING, PROD] = ["222222222222", "333333333333", "444444444444"];

function instance(accountId: string, name: string, region = "ap-northeast-1"): InstanceView {
  return { key: `${accountId}/${region}/${name}`, accountId, region, instance: name, name, status: "Success" };
}

const dev = [instance(DEV, "web-1"), instance(DEV, "web-2"), instance(DEV, "db")];
const staging = [instance(STAGING, "web-1")];
const prod = [instance(PROD, "web-1"), instance(PROD, "web-2")];
const all = [...dev, ...staging, ...prod];
const where = new Whereabouts(run.accounts, all);

describe("the instances of a group", () => {
  it.each([
    ["every instance", all, ["every instance (all 6)"]],
    ["an organizational unit where all agree", prod, ["OU workloads/production (all 2)"]],
    ["an account where all agree", dev, ["app-dev (all 3)"]],
    ["a unit, and a single instance", [...staging, ...prod], ["OU workloads/production (all 2)", "app-staging/web-1"]],
    ["instances, folded", [dev[0], dev[1]] as InstanceView[], ["app-dev/web-[1-2]"]],
  ])("are named as %s", (_, instances, expected) => {
    expect(where.of(instances)).toEqual(expected);
  });

  it("are not named as a unit or account of which something could not be read", () => {
    const partly = new Whereabouts(run.accounts, all, [{ accountId: PROD, what: "account" }]);
    expect(partly.of(all)).toEqual(["app-dev (all 3)", "app-staging/web-1", "app-prod/web-[1-2]"]);
    expect(new Whereabouts(run.accounts, all, [{ accountId: PROD, what: "names" }]).of(all)).toHaveLength(1);
  });

  it("have their Region, if the run has several, and the id of an account that the fleet does not have", () => {
    const several = new Whereabouts(run.accounts, [...all, instance("999999999999", "web-9", "us-east-1")]);
    expect(several.of([instance("999999999999", "web-9", "us-east-1"), ...staging])).toEqual([
      "999999999999/us-east-1/web-9",
      "app-staging/ap-northeast-1/web-1",
    ]);
  });
});

describe("names that differ in a number", () => {
  it.each([
    [["web-1", "web-2", "web-3", "web-7"], ["web-[1-3,7]"]],
    [["web-10", "web-9", "web-8"], ["web-[8-10]"]],
    [["web-08", "web-09", "web-10"], ["web-[08-10]"]],
    [["node1.lan", "node2.lan"], ["node[1-2].lan"]],
    [
      ["db", "web-1"],
      ["db", "web-1"],
    ],
    [
      ["i-0123456789abcdef0", "i-0123456789abcdef1"],
      ["i-0123456789abcdef0", "i-0123456789abcdef1"],
    ],
  ])("%j are %j", (names, expected) => {
    expect(foldNumbers(names)).toEqual(expected);
  });
});
