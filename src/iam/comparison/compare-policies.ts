/**
 * What a policy matches after a change that it did not match before, and the reverse. It compares what statements match and not how
 * they are written: order, Sids, lists of one, the case of actions, statements that are split or merged make no difference.
 */
import type { Condition, PatternElement, StoredStatement } from "../decision/policy";
import { conditionsImply, notDemanded, sameSubject } from "./condition-strength";
import { actionSet, containsPart, partsOf, principalSet, resourceSet, type Dimension } from "./elements";

/** Requests of one effect that match only on one side of the change. */
export interface PolicyDifference {
  readonly side: "gained" | "lost";
  readonly effect: StoredStatement["effect"];
  /** What is different from the statement on the other side that comes closest; `statement`: none comes close. */
  readonly because: "statement" | Dimension | "conditions";
  readonly principals: PatternElement;
  readonly actions: PatternElement;
  readonly resources: PatternElement;
  /** Of the statement that matches. */
  readonly conditions: readonly Condition[];
  /** Of the closest statement on the other side; undefined with `statement`. */
  readonly other: Statement | undefined;
}

/** A statement as sets. */
interface Statement {
  readonly effect: StoredStatement["effect"];
  readonly principals: PatternElement;
  readonly actions: PatternElement;
  readonly resources: PatternElement;
  readonly conditions: readonly Condition[];
}

const DIMENSIONS = ["principals", "actions", "resources"] as const satisfies readonly Dimension[];

/** The parts of a statement, or of what is left of it. */
type Box = Readonly<Record<Dimension, readonly PatternElement[]>>;

/** Boxes that one statement may be cut into; if there are more, the whole statement counts as different. */
const MOST_BOXES = 400;

/** No difference: the policies mean the same. */
export function comparePolicies(
  before: readonly StoredStatement[],
  after: readonly StoredStatement[],
): readonly PolicyDifference[] {
  const [old, now] = [before.map(statementOf), after.map(statementOf)];
  return [
    ...now.flatMap((statement) => differences("gained", statement, old)),
    ...old.flatMap((statement) => differences("lost", statement, now)),
  ];
}

function statementOf({ effect, principals, actions, resources, conditions }: StoredStatement): Statement {
  return {
    effect,
    principals: principalSet(principals),
    actions: actionSet(actions),
    resources: resourceSet(resources),
    conditions,
  };
}

function differences(
  side: PolicyDifference["side"],
  statement: Statement,
  others: readonly Statement[],
): readonly PolicyDifference[] {
  const same = others.filter(({ effect }) => effect === statement.effect);
  const whole: Box = {
    principals: partsOf(statement.principals),
    actions: partsOf(statement.actions),
    resources: partsOf(statement.resources),
  };
  const covering = same.filter(({ conditions }) => conditionsImply(statement.conditions, conditions));
  const different = remaining(
    [whole],
    covering.map((other) => coveredPart(whole, other)),
  );
  // What other statements match under other conditions is different in its conditions alone.
  const elsewhere = remaining(
    different,
    same.map((other) => coveredPart(whole, other)),
  );
  const byCondition = remaining(different, elsewhere);
  return [
    ...elsewhere.map((box) => describe(side, statement, box, same)),
    ...byCondition.map((box) => ({
      ...base(side, statement, box),
      because: "conditions" as const,
      other: closest(
        statement,
        same.filter((other) => DIMENSIONS.every((dimension) => coversAll(dimension, other, box))),
      ),
    })),
  ];
}

function coveredPart(box: Box, other: Statement): Box {
  const covered = (dimension: Dimension) =>
    box[dimension].filter((part) => containsPart(dimension, other[dimension], part));
  return { principals: covered("principals"), actions: covered("actions"), resources: covered("resources") };
}

/** What is in the boxes and in none of the others. Parts are compared by identity: all boxes are made of the same parts. */
function remaining(boxes: readonly Box[], others: readonly Box[]): readonly Box[] {
  let left = boxes;
  for (const other of others) {
    const next = left.flatMap((box) => without(box, other));
    if (next.length > MOST_BOXES) return boxes;
    left = next;
  }
  return left;
}

function without(box: Box, other: Box): readonly Box[] {
  const common = (dimension: Dimension) => box[dimension].filter((part) => other[dimension].includes(part));
  const rest = (dimension: Dimension) => box[dimension].filter((part) => !other[dimension].includes(part));
  const [principals, actions, resources] = [common("principals"), common("actions"), common("resources")];
  if ([principals, actions, resources].some(({ length }) => length === 0)) return [box];
  return [
    { ...box, principals: rest("principals") },
    { ...box, principals, actions: rest("actions") },
    { principals, actions, resources: rest("resources") },
  ].filter((part) => DIMENSIONS.every((dimension) => part[dimension].length > 0));
}

function describe(
  side: PolicyDifference["side"],
  statement: Statement,
  box: Box,
  others: readonly Statement[],
): PolicyDifference {
  for (const because of DIMENSIONS) {
    const alike = others.filter((other) =>
      DIMENSIONS.every((dimension) => dimension === because || coversAll(dimension, other, box)),
    );
    const other = closest(statement, alike);
    if (other !== undefined) return { ...base(side, statement, box), because, other };
  }
  return { ...base(side, statement, box), because: "statement", other: undefined };
}

function base(side: PolicyDifference["side"], { effect, conditions }: Statement, box: Box) {
  const joined = (dimension: Dimension): PatternElement => ({
    not: box[dimension][0]?.not ?? false,
    patterns: box[dimension].flatMap(({ patterns }) => patterns),
  });
  return {
    ...{ side, effect, conditions },
    ...{ principals: joined("principals"), actions: joined("actions"), resources: joined("resources") },
  };
}

function coversAll(dimension: Dimension, other: Statement, box: Box): boolean {
  return box[dimension].every((part) => containsPart(dimension, other[dimension], part));
}

/** The statement whose conditions are most alike, then the one that shares most elements. */
function closest(statement: Statement, others: readonly Statement[]): Statement | undefined {
  const distance = (other: Statement): number =>
    notDemanded(statement.conditions, other.conditions).length +
    notDemanded(other.conditions, statement.conditions).length -
    statement.conditions.filter((one) => other.conditions.some((each) => sameSubject(one, each))).length / 2 -
    DIMENSIONS.filter((dimension) => JSON.stringify(statement[dimension]) === JSON.stringify(other[dimension])).length /
      8;
  return [...others].sort((one, other) => distance(one) - distance(other))[0];
}
