/** Fewer and shorter statements that allow the same: IAM limits the size of policies, and people read them. */
import type { PolicyStatement } from "./statement";

/**
 * Statements that differ in their actions alone become one; then those that differ in their resources alone. The result
 * is sorted and has no duplicates. What stands on `*` for different reasons stays apart, each action with its first reason.
 */
export function mergeStatements(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const byResource = mergeBy(
    withoutRepetition(statements.map(sortedStatement)),
    ({ resources, conditions, because }) => JSON.stringify([resources, conditions, because]),
    (left, right) => ({ ...left, actions: union(left.actions, right.actions) }),
  );
  return mergeBy(
    byResource,
    ({ actions, conditions, because }) => JSON.stringify([actions, conditions, because]),
    (left, right) => ({ ...left, resources: union(left.resources, right.resources) }),
  ).sort((left, right) => ((left.actions[0] ?? "") < (right.actions[0] ?? "") ? -1 : 1));
}

function mergeBy(
  statements: readonly PolicyStatement[],
  keyOf: (statement: PolicyStatement) => string,
  merge: (left: PolicyStatement, right: PolicyStatement) => PolicyStatement,
): PolicyStatement[] {
  const result = new Map<string, PolicyStatement>();
  for (const statement of statements) {
    const key = keyOf(statement);
    const known = result.get(key);
    result.set(key, known === undefined ? statement : merge(known, statement));
  }
  return [...result.values()];
}

/** The statements without the actions that an earlier one allows for the same resources and conditions. */
function withoutRepetition(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const allowed = new Set<string>();
  return statements.flatMap((statement) => {
    const { resources, conditions } = statement;
    const actions = statement.actions.filter((action) => {
      const key = JSON.stringify([action, resources, conditions]);
      return !allowed.has(key) && allowed.add(key);
    });
    return actions.length > 0 ? [{ ...statement, actions }] : [];
  });
}

function sortedStatement(statement: PolicyStatement): PolicyStatement {
  return { ...statement, actions: union(statement.actions, []), resources: union(statement.resources, []) };
}

function union(left: readonly string[], right: readonly string[]): readonly string[] {
  return [...new Set([...left, ...right])].sort();
}
