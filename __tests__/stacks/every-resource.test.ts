import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runbookInterface } from "../../src/catalogue/runbook-interface";
import { loadFleet } from "../../src/fleet/load";
import { addFleetStacks, addStateStacks } from "../../stacks/fleet-app";
import { shippedRunbooks } from "../fixtures/shipped-runbooks";
import { runbooks, synthesize } from "./example-fleet";

const FLEET = join(__dirname, "../fixtures/every-resource/fleet.yaml");
const STACKS = join(__dirname, "../../stacks");

/** What a fleet file alone does not bring: `aws_iam_policy` is for roles whose permissions are too long for an inline policy. */
const ONLY_IF_LONG = "aws_iam_policy";

/** Types of resources and data sources, as Terraform names them, that the stacks' sources import. */
function importedTypes(): readonly string[] {
  const files = readdirSync(STACKS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const names = files.flatMap((name) =>
    [...readFileSync(join(STACKS, name), "utf8").matchAll(/"@cdktf\/provider-aws\/lib\/([a-z0-9-]+)/g)].map(
      ([, resource = ""]) => resource,
    ),
  );
  const types = names
    .filter((name) => name !== "provider")
    .map((name) =>
      (name.startsWith("data-") ? `data.${name.slice("data-".length)}` : `aws-${name}`).replaceAll("-", "_"),
    );
  return [...new Set(types)].sort();
}

/** Types in the synthesized stacks of the fleet that has every kind of resource. */
function synthesizedTypes(): readonly string[] {
  const fleet = loadFleet(FLEET, {
    runbooks: [...shippedRunbooks.keys()],
    runbook: (name) => {
      const runbook = shippedRunbooks.get(name);
      return runbook && runbookInterface(runbook);
    },
  });
  const types = [
    synthesize((app) => addFleetStacks(app, fleet, runbooks)),
    synthesize((app) => addStateStacks(app, fleet)),
  ].flatMap(({ stacks }) =>
    [...stacks.values()].flatMap(({ resource = {}, data = {} }) => [
      ...Object.keys(resource),
      ...Object.keys(data).map((type) => `data.${type}`),
    ]),
  );
  return [...new Set(types)].filter((type) => type !== "terraform_data").sort();
}

describe("the fleet file with every kind of resource", () => {
  it("has each one that a stack can have", () => {
    expect(synthesizedTypes()).toEqual(importedTypes().filter((type) => type !== ONLY_IF_LONG));
  });
});
