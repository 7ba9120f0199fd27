/** What the compiler knows of the inputs of runners. `npm run check:types` fails if one of these lines is not so. */
import type { ActionRunners } from "../../../src/engine/steps/action-runners";
import type { InputsOf } from "../../../src/engine/steps/action-runner";

type Same<Left, Right> = (<Of>() => Of extends Left ? 1 : 2) extends <Of>() => Of extends Right ? 1 : 2 ? true : false;

/** The runners whose inputs are others than those that document/actions/ declares for their action. */
type WithInputsOfTheirOwn = {
  [Name in keyof ActionRunners]: Same<Parameters<ActionRunners[Name]>[0]["inputs"], InputsOf<Name>> extends true
    ? never
    : Name;
}[keyof ActionRunners];

describe("the compiler", () => {
  it("infers the inputs of every runner from the definition of its action", () => {
    const nobody: Same<WithInputsOfTheirOwn, never> = true;
    expect(nobody).toBe(true);
  });

  it("infers inputs with references resolved and defaults applied", () => {
    const inputs: InputsOf<"aws:changeInstanceState"> = {
      InstanceIds: ["i-1"],
      DesiredState: "stopped",
      CheckStateOnly: false,
      FailOnUnexpectedStopped: false,
    };
    const { InstanceIds, DesiredState, CheckStateOnly, Force } = inputs;
    const known: [readonly string[], "running" | "stopped" | "terminated", boolean, boolean | undefined] = [
      InstanceIds,
      DesiredState,
      CheckStateOnly,
      Force,
    ];
    expect(known).toEqual([["i-1"], "stopped", false, undefined]);
    // @ts-expect-error an ID is a string when a runner receives it
    const withNumber: InputsOf<"aws:deleteImage"> = { ImageId: 5 };
    expect(withNumber).toBeDefined();
  });

  it("rejects an input that the action does not declare", () => {
    const inputs: InputsOf<"aws:deleteImage"> = { ImageId: "ami-1" };
    // @ts-expect-error aws:deleteImage has ImageId alone
    expect(inputs.InstanceId).toBeUndefined();
  });

  it("infers the parameters of an API call as values of any type", () => {
    const inputs: InputsOf<"aws:executeAwsApi"> = { Service: "ec2", Api: "DescribeInstances", MaxResults: 5 };
    const service: string = inputs.Service;
    // @ts-expect-error what type a parameter has is known to the API alone
    const most: number = inputs["MaxResults"];
    expect([service, most]).toEqual(["ec2", 5]);
  });
});
