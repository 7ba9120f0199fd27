import { grantAccess } from "../../../src/sandbox/accounts/access";
import type { Sts } from "../../../src/sandbox/services/sts/assume-role";
import { EXAMPLE, load } from "../../fleet/fleet-file";

describe("access to an account that the fleet does not have", () => {
  const grant = (account: string) =>
    grantAccess({ fleet: load(EXAMPLE) } as Sts, () => Promise.reject(new Error("not asked for")), { account });

  it("is refused with the most similar name", async () => {
    await expect(grant("app-deb")).rejects.toMatchObject({
      problems: [{ message: 'The fleet has no account "app-deb".', remedy: 'Did you mean "app-dev"?' }],
    });
  });

  it("is refused with a list of all accounts if no name is similar", async () => {
    await expect(grant("elsewhere")).rejects.toMatchObject({
      problems: [{ remedy: expect.stringMatching(/^Name one of: .*app-dev \(222222222222\)/) as string }],
    });
  });
});
