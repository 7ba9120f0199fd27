import { defineRunbook } from "../../src/document/define";
import type { Step } from "../../src/document/model";
import type { CentralRunbook, Fleet } from "../../src/fleet/model";
import { permissionProblems } from "../../stacks/permission-problems";
import { ALL_REGIONS, partitionOf } from "../../src/fleet/regions";
import { addFleetStacks } from "../../stacks/fleet-app";
import {
  central,
  deployable,
  exampleFleet,
  inRegions,
  ownRunbooksFleet,
  resources,
  runbooks,
  synthesize,
  variations,
} from "./example-fleet";

const withSteps = (name: string, ...mainSteps: Step[]) =>
  deployable(
    defineRunbook({
      name,
      assumeRole: "{{ Role }}",
      parameters: { Role: { type: "AWS::IAM::Role::Arn" } },
      mainSteps,
    }),
  );
const call = (DocumentName: string): Step => ({
  name: "call",
  action: "aws:executeAutomation",
  inputs: { DocumentName },
});
const publish = (count: number): Step[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `publish${index}`,
    action: "aws:executeAwsApi",
    inputs: { Service: "sns", Api: "Publish", TopicArn: `topic-${index}` },
  }));

const all = new Map(
  [
    ...runbooks.values(),
    withSteps("leaf", {
      name: "reboot",
      action: "aws:executeAwsApi",
      inputs: { Service: "ec2", Api: "RebootInstances" },
    }),
    withSteps("calls-leaf", call("leaf")),
    withSteps("calls-the-caller", call("arn:aws:ssm:ap-northeast-1:111111111111:document/calls-leaf")),
    withSteps("calls-unknown", call("elsewhere")),
    withSteps("large", ...publish(1500)),
  ].map((runbook) => [runbook.name, runbook]),
);
const problemsWith = (centralRunbooks: readonly CentralRunbook[], changes: Partial<Fleet> = {}) =>
  permissionProblems({ ...exampleFleet, centralRunbooks, ...changes }, all);

describe("the problems of a fleet's permissions", () => {
  it.each(variations)("are none in %s", (_name, fleet) => {
    expect(permissionProblems(fleet, runbooks)).toEqual([]);
  });

  it("name what cannot be derived once, with every account whose execution role would lack it", () => {
    expect(problemsWith([central("calls-unknown")])).toEqual([
      {
        place: "runbook calls-unknown",
        message:
          "What the runbook elsewhere needs is not known; step call runs it. Its execution role in the accounts app-dev, app-staging, app-prod would lack permissions.",
        remedy: expect.stringContaining("# permissions: <action>") as string,
      },
    ]);
  });

  it("name a role that would need more policies than IAM attaches, once for all accounts", () => {
    const problems = problemsWith([central("large")]);
    expect(problems.map(({ place, message }) => [place, message.replace(/\d+ managed/, "n managed")])).toEqual([
      [
        "role AWS-SystemsManager-AutomationExecutionRole",
        "It needs n managed policies for the runbooks large; IAM attaches 10 to a role.",
      ],
    ]);
    expect(problems[0]?.remedy).toContain("`executionRole: own`");
  });

  it("are none in a fleet of all Regions, which synthesizes into policies that IAM accepts", () => {
    const regions = ALL_REGIONS.filter((region) => partitionOf(region) === "aws");
    const [first] = ownRunbooksFleet.memberAccounts;
    const everywhere = inRegions({ ...ownRunbooksFleet, memberAccounts: first === undefined ? [] : [first] }, regions);
    expect(permissionProblems(everywhere, runbooks)).toEqual([]);
    const { stacks } = synthesize((app) => {
      addFleetStacks(app, everywhere, runbooks);
    });
    const sizesOf = (type: string) =>
      [...stacks].flatMap(([stack, json]) =>
        resources(json, type).map(([, { role, policy }]) => ({
          role: `${stack} ${String(role)}`,
          size: String(policy).length,
        })),
      );
    const sums = new Map<string, number>();
    for (const { role, size } of sizesOf("aws_iam_role_policy")) sums.set(role, (sums.get(role) ?? 0) + size);
    expect(regions.length).toBeGreaterThan(30);
    expect(Math.max(...sums.values())).toBeLessThanOrEqual(10_240);
    expect(Math.max(0, ...sizesOf("aws_iam_policy").map(({ size }) => size))).toBeLessThanOrEqual(6_144);
  });

  describe("with a runbook that has an execution role of its own", () => {
    const own = central("leaf", { executionRole: "own" });

    it.each(["calls-leaf", "calls-the-caller"])("name %s, which would give its rights to the standard role", (name) => {
      const [problem, ...others] = problemsWith([own, central(name)]);
      expect(others).toEqual([]);
      expect(problem?.place).toBe(`runbook ${name}`);
      expect(problem?.message).toContain("It calls the runbook leaf, which has an execution role of its own.");
      expect(problem?.remedy).toBe(`Give ${name} \`executionRole: own\` too, or remove it from leaf.`);
    });

    it("are none if the caller has a role of its own as well", () => {
      expect(problemsWith([own, central("calls-leaf", { executionRole: "own" })])).toEqual([]);
    });
  });
});
