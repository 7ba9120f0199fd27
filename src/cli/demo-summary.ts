/**
 * The demo's results as tables: one line for each step, and one for each expectation. Both fit 80 columns, however many
 * accounts the fleet has.
 */
import type { DemoStep } from "../demo/step";
import type { SharedImage } from "../demo/shared-images";
import type { Problem } from "../diagnostics/errors";
import { allAccounts, type Fleet } from "../fleet/model";
import { table } from "./table";

/** Columns of the table of expectations: 80 characters together with its three rules. */
const EXPECTATION_WIDTHS = [53, 24];

/** Two tables: the steps, and the expectations about accounts: in how many they hold, or in which they do not. */
export function summary(steps: readonly DemoStep[], accounts: readonly string[]): string {
  const stepRows = steps.map(({ name, seconds, facts }) => [name, `${seconds.toFixed(0)} s`, outcome(facts)]);
  const expectations = steps.flatMap(({ facts }) => facts).filter(({ account }) => accounts.includes(account));
  const names = [...new Set(expectations.map(({ expectation }) => expectation))];
  const rows = names.map((name) => [name, whereItHolds(expectations.filter((fact) => fact.expectation === name))]);
  const parts = [table(["step", "time", "result"], stepRows)];
  if (rows.length > 0) parts.push(table(["read back through the AWS API", "accounts"], rows, EXPECTATION_WIDTHS));
  return parts.join("\n\n");
}

function whereItHolds(facts: DemoStep["facts"]): string {
  const namesOf = (some: DemoStep["facts"]): readonly string[] => [...new Set(some.map(({ account }) => account))];
  const broken = namesOf(facts.filter(({ holds }) => !holds));
  return broken.length > 0 ? `FAILED in ${broken.join(", ")}` : `held in ${namesOf(facts).length}`;
}

/** The images that associations created: by which execution, and which accounts may launch them. */
export function sharedImagesTable(images: readonly SharedImage[], fleet: Fleet): string {
  const names = new Map([...allAccounts(fleet), ...fleet.externalAccounts].map(({ id, name }) => [id, name]));
  const called = (id: string): string => (names.has(id) ? `${names.get(id)} (${id})` : id);
  const rows = images.map(({ account, region, status, executionId, instance, imageId, sharedWith, describedBy }) => {
    const readers = [...describedBy].flatMap(([id, can]) => (can ? [called(id)] : []));
    return [
      ...[account, region, status, executionId, instance, imageId],
      ...[sharedWith.map(called).join("\n"), readers.join("\n")],
    ];
  });
  const head = ["account", "Region", "association", "execution", "instance", "AMI", "shared with", "read back as"];
  return `AMI sharing\n${table(head, rows)}`;
}

/** Each expectation that does not hold, with what was found. */
export function brokenExpectations(steps: readonly DemoStep[]): readonly Problem[] {
  return steps.flatMap(({ name, facts }) =>
    facts
      .filter(({ holds }) => !holds)
      .map(({ account, expectation, found }) => ({
        place: `${name}: ${account}`,
        message: `${expectation}: ${found}.`,
        remedy: "Check the stack in stacks/ that is responsible, and the output above.",
      })),
  );
}

function outcome(facts: DemoStep["facts"]): string {
  if (facts.length === 0) return "done";
  const held = facts.filter(({ holds }) => holds).length;
  return `${held} of ${facts.length} as expected`;
}
