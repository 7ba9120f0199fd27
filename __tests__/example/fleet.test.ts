/**
 * The fleet of this project as it would be deployed. The tests hold for every fleet: copy or change them, and add what has to hold
 * for yours.
 */
import { loadProject } from "../../src/cli/project";
import { allAccounts } from "../../src/fleet/model";
import { EXECUTION_ROLE_NAME, stackName } from "../../src/fleet/names";
import { addFleetStacks } from "../../stacks/fleet-app";
import { resources, synthesize } from "../stacks/example-fleet";

describe("the fleet", () => {
  const { fleet, runbooks } = loadProject();
  const { stacks } = synthesize((app) => addFleetStacks(app, fleet, runbooks));

  /** All resources of a type, of one stack or of all. */
  const all = (type: string, of = [...stacks.values()]) =>
    of.flatMap((stack) => resources(stack, type)).map(([, body]) => body);

  it("changes no account that it does not name", () => {
    const ids = allAccounts(fleet).map(({ id }) => id);
    const changed = [...stacks.values()].flatMap(({ provider }) => provider.aws.map((aws) => aws.allowed_account_ids));
    expect(ids).toEqual(expect.arrayContaining(changed.flat()));
  });

  it("has the role that runbooks act with in every account that is a target", () => {
    for (const account of allAccounts(fleet).filter(({ isTarget }) => isTarget)) {
      const stack = stacks.get(stackName(account, "member"));
      expect(all("aws_iam_role", stack && [stack])).toContainEqual(
        expect.objectContaining({ name: EXECUTION_ROLE_NAME }),
      );
    }
  });

  it("has every central runbook", () => {
    const names = all("aws_ssm_document").map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(fleet.centralRunbooks.map(({ name }) => name)));
  });

  it("lets nobody in from the Internet", () => {
    const rules = all("aws_vpc_security_group_ingress_rule");
    expect(rules.filter((rule) => rule.cidr_ipv4 === "0.0.0.0/0" || rule.cidr_ipv6 === "::/0")).toEqual([]);
  });
});
