import { associationsByNode } from "../../../../src/sandbox/systems-manager/state-manager/node-status";
import type {
  AssociationRun,
  AssociationState,
  RunTarget,
} from "../../../../src/sandbox/systems-manager/state-manager/state";

const day = (number: number) => new Date(Date.UTC(2026, 0, number));

/** A run that ended on a day, with the status on each resource. */
function run(time: Date, statuses: Readonly<Record<string, RunTarget["status"]>>, resourceType = "ManagedInstance") {
  const targets = Object.entries(statuses).map(([resourceId, status]): RunTarget => {
    return { resourceId, resourceType, status, detailedStatus: status, started: time, output: () => undefined };
  });
  const work = { targets: () => targets, ended: new Promise<never>(() => undefined), cancel: () => undefined };
  return { work, end: { status: "Success", detailedStatus: "Success", time } } as Partial<AssociationRun>;
}
const association = (...newestFirst: Partial<AssociationRun>[]) =>
  ({ runs: newestFirst }) as unknown as AssociationState;
const associationsOfNode = (associations: readonly AssociationState[], node: string) =>
  associationsByNode(associations).get(node) ?? {};

describe("the associations of a managed node", () => {
  it("are summed up by the last run of each on this node", () => {
    const associations = [
      association(run(day(3), { "i-1": "Failed", "i-2": "Success" }), run(day(1), { "i-1": "Success" })),
      association(run(day(2), { "i-1": "Success" })),
    ];
    expect(associationsOfNode(associations, "i-1")).toEqual({
      AssociationStatus: "Failed",
      AssociationOverview: {
        DetailedStatus: "Failed",
        InstanceAssociationStatusAggregatedCount: { Failed: 1, Success: 1 },
      },
      LastAssociationExecutionDate: day(3),
      LastSuccessfulAssociationExecutionDate: day(2),
    });
  });

  it("count a run in which the node was not served not at all", () => {
    const associations = [association(run(day(4), { "i-2": "Success" }), run(day(1), { "i-1": "Success" }))];
    expect(associationsOfNode(associations, "i-1")).toMatchObject({ LastAssociationExecutionDate: day(1) });
  });

  it("are none if automations alone have acted on it", () => {
    expect(associationsOfNode([association(run(day(1), { "i-1": "Success" }, "AWS::EC2::Instance"))], "i-1")).toEqual(
      {},
    );
  });
});
