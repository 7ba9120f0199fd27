import { delegatedFleet, resources, synthesizeAll } from "./example-fleet";

describe("the organization's stack", () => {
  it("registers the administrator account for Systems Manager, as the management account, and has nothing else", () => {
    const stack = synthesizeAll(delegatedFleet).get("organization");
    if (stack === undefined) throw new Error("no organization stack");
    expect(resources(stack).map(([, body]) => body)).toMatchObject([
      {
        account_id: "666666666666",
        provider: "aws.account-111111111111_ap-northeast-1",
        service_principal: "ssm.amazonaws.com",
      },
    ]);
  });
});
