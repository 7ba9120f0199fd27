// The states of database instances that RDS answers with.
import { PassingStates } from "../../../../src/sandbox/services/passing-states";
import { databaseStates } from "../../../../src/sandbox/services/rds/instance-states";
import type { CallerRequest } from "../../../../src/sandbox/protocol/message";
import { jsonRequest } from "../../json-client";

/** moto, in which every instance is available. */
const answered = (...ids: readonly string[]) => {
  const instances = ids.map(
    (id) =>
      `<DBInstance><DBInstanceIdentifier>${id}</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus></DBInstance>`,
  );
  return () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from(instances.join("")) });
};
const request = (operation: string, input: object): CallerRequest => ({
  ...jsonRequest(operation, input),
  service: "rds",
});
const statesIn = (body: Buffer) => [...body.toString().matchAll(/<DBInstanceStatus>(\w+)/g)].map(([, state]) => state);

test("a database instance is being modified before it is available again, and others are not", async () => {
  let now = 0;
  const layer = databaseStates(new PassingStates({ now: () => new Date(now), env: {} }));
  const describe = async () => statesIn((await layer(request("DescribeDBInstances", {}), answered("one", "two"))).body);
  const modified = await layer(request("ModifyDBInstance", { DBInstanceIdentifier: "One" }), answered("one"));
  expect(statesIn(modified.body)).toEqual(["modifying"]);
  expect(await describe()).toEqual(["modifying", "available"]);
  now = 1000;
  expect(await describe()).toEqual(["available", "available"]);
});
