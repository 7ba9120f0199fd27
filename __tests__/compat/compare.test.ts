import { compareStacks } from "../../src/compat/compare";

const stack = {
  "//": { metadata: { version: "0.21.0", stackName: "member-app-dev" } },
  resource: { aws_iam_role: { execution: { name: "Execution", tags: ["a", "b"] } } },
  terraform: { required_providers: { aws: { source: "aws", version: "5.100.0" } } },
};

describe("two syntheses of a stack", () => {
  it("may differ in versions and in the provider's source", () => {
    const other = structuredClone(stack);
    other["//"].metadata.version = "0.24.0";
    other.terraform.required_providers.aws = { source: "hashicorp/aws", version: "6.66.0" };
    expect(compareStacks(stack, other)).toEqual({
      versions: [
        { path: "//.metadata.version", before: "0.21.0", after: "0.24.0" },
        { path: "terraform.required_providers.aws.source", before: "aws", after: "hashicorp/aws" },
        { path: "terraform.required_providers.aws.version", before: "5.100.0", after: "6.66.0" },
      ],
      others: [],
    });
  });

  it("differ in a value of a resource, in a missing key, and in the length of a list", () => {
    const other = { ...stack, resource: { aws_iam_role: { execution: { path: "/", tags: ["a"] } } } };
    expect(compareStacks(stack, other).others).toEqual([
      { path: "resource.aws_iam_role.execution.name", before: "Execution", after: undefined },
      { path: "resource.aws_iam_role.execution.tags", before: ["a", "b"], after: ["a"] },
      { path: "resource.aws_iam_role.execution.path", before: undefined, after: "/" },
    ]);
  });

  it("differ as a whole if only one has the stack", () => {
    expect(compareStacks(undefined, stack).others).toEqual([{ path: "", before: undefined, after: stack }]);
  });
});
