/** Compares the members of the sandbox's answers with those that AWS's documentation prints. */
import recorded from "../fixtures/aws-cli-examples.json";

/** Members that AWS prints in the answer of an operation, and the sandbox's answer does not have. */
interface Missing {
  readonly operation: string;
  readonly members: readonly string[];
}

const ONE_INSTANCE =
  "of an association with `InstanceId`, which AWS keeps for documents of schema version 1.2; the sandbox takes `Targets`";

function statusIn(association: string): readonly string[] {
  return ["", ".Date", ".Message", ".Name"].map((member) => `${association}.Status${member}`);
}

/** The members that are known to be missing, and why. docs/fidelity.md shows them. */
export const DIFFERENCES: readonly (Missing & { readonly reason: string })[] = [
  {
    operation: "CreateAssociationBatch",
    members: ["Successful[].InstanceId", ...statusIn("Successful[]")],
    reason: ONE_INSTANCE,
  },
  ...["CreateAssociation", "DescribeAssociation"].map((operation) => ({
    operation,
    members: ["AssociationDescription.InstanceId", ...statusIn("AssociationDescription")],
    reason: ONE_INSTANCE,
  })),
  {
    operation: "GetParameter",
    members: ["Parameter.Selector"],
    reason: "moto, which keeps the parameters, does not return it",
  },
  {
    operation: "GetParameters",
    members: ["Name", "Value"],
    reason: "the example prints a part of the answer, which `--query` selects",
  },
  { operation: "ListAssociations", members: ["Associations[].InstanceId"], reason: ONE_INSTANCE },
];

/** The operations of the examples, and how many members they print. */
export const COMPARED = {
  operations: Object.keys(recorded.members).length,
  members: Object.values(recorded.members).flat().length,
};

/**
 * What is missing in answers of the sandbox.
 * @param found the members that its answers have, by operation
 * @throws Error if an operation of the examples was not asked
 */
export function missingMembers(found: ReadonlyMap<string, ReadonlySet<string>>): readonly Missing[] {
  return Object.entries(recorded.members).flatMap(([operation, printed]) => {
    const ours = found.get(operation);
    if (ours === undefined) throw new Error(`${operation} was not asked`);
    const members = printed.filter((member) => !ours.has(member));
    return members.length === 0 ? [] : [{ operation, members }];
  });
}
