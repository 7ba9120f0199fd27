// Functions without Docker.
import { functionsInDocker } from "../../../../src/sandbox/services/answers/lambda";
import { jsonClient } from "../../json-client";

const invoke = (body: string) =>
  jsonClient(functionsInDocker(), {
    next: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from(body) }),
  })("Invoke");

test("a function that needs Docker says so, without Docker's own error", async () => {
  const refused = invoke("error running docker: Error while fetching server API version: ('Connection aborted.')");
  await expect(refused).rejects.toMatchObject({
    code: "NotImplemented",
    message: expect.stringMatching(/runs Lambda functions in Docker(?!.*Connection)/) as string,
  });
  expect(await invoke('{"answer": 1}')).toEqual({ answer: 1 });
});
