// States that resources pass through.
import { PASSING_STATE_VARIABLE, PassingStates } from "../../../src/sandbox/services/passing-states";

test("a resource leaves the state by itself, after the time that a variable sets", () => {
  let now = 0;
  const states = new PassingStates({ now: () => new Date(now), env: { [PASSING_STATE_VARIABLE]: "5" } });
  states.begin("db", "creating");
  states.begin("db", "modifying");
  now = 4999;
  expect([states.of("db"), states.of("other")]).toEqual(["modifying", undefined]);
  now = 5000;
  expect(states.of("db")).toBeUndefined();
});

test("no state lasts if the variable is 0", () => {
  const states = new PassingStates({ now: () => new Date(0), env: { [PASSING_STATE_VARIABLE]: "0" } });
  states.begin("db", "creating");
  expect(states.of("db")).toBeUndefined();
});
