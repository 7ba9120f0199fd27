import type { Location } from "../../../../src/iam/location";
import { identityOf } from "../../../../src/sandbox/systems-manager/automation/identity";
import { sandboxOrganization } from "../../../../src/sandbox/systems-manager/automation/organization";
import { AwsError } from "../../../../src/sandbox/protocol/aws-error";
import {
  APP_DEV_ID,
  APP_PROD_ID,
  APP_STAGING_ID,
  exampleFleet,
  HOME_REGION,
  MANAGEMENT_ID,
  ORGANIZATION_ID,
  PRODUCTION_ID,
  ROOT_ID,
  WORKLOADS_ID,
} from "../../example-fleet";
import { DelegatedAdministrators } from "../../../../src/sandbox/services/organizations/delegated-administrators";
import { userOf } from "../../json-client";

function organizationWith(denied: readonly string[] = []) {
  const asked: string[] = [];
  const organization = sandboxOrganization(exampleFleet(), new DelegatedAdministrators(exampleFleet()), {
    require: (_principal, action, resource) => {
      asked.push(`${action} ${resource}`);
      return denied.includes(action)
        ? Promise.reject(new AwsError("AccessDeniedException", `${action} is denied.`))
        : Promise.resolve();
    },
  });
  const under = (parentId: string, withChildren = false, accountId = MANAGEMENT_ID) => {
    const location: Location = { partition: "aws", accountId, region: HOME_REGION };
    return organization.accountsUnder(location, identityOf(userOf(accountId)), parentId, withChildren);
  };
  return { asked, under };
}

it("An organizational unit expands to its accounts, and on request to those of its child units", async () => {
  const { under } = organizationWith();
  expect(await under(WORKLOADS_ID)).toEqual([APP_DEV_ID, APP_STAGING_ID]);
  expect(await under(WORKLOADS_ID, true)).toEqual([APP_DEV_ID, APP_STAGING_ID, APP_PROD_ID]);
  expect(await under(ROOT_ID)).toEqual([MANAGEMENT_ID]);
  expect(await under(ROOT_ID, true)).toEqual([MANAGEMENT_ID, APP_DEV_ID, APP_STAGING_ID, APP_PROD_ID]);
});

it("Expanding a unit requires permission to list accounts, and to list child units if they are included", async () => {
  const { asked, under } = organizationWith();
  await under(PRODUCTION_ID);
  await under(ROOT_ID, true);
  const prefix = `arn:aws:organizations::${MANAGEMENT_ID}`;
  expect(asked).toEqual([
    `organizations:ListAccountsForParent ${prefix}:ou/${ORGANIZATION_ID}/${PRODUCTION_ID}`,
    `organizations:ListAccountsForParent ${prefix}:root/${ORGANIZATION_ID}/${ROOT_ID}`,
    `organizations:ListChildren ${prefix}:root/${ORGANIZATION_ID}/${ROOT_ID}`,
  ]);
});

it.each([
  [
    "without the permission",
    () => organizationWith(["organizations:ListChildren"]).under(ROOT_ID, true),
    "ListChildren",
  ],
  ["from a member account", () => organizationWith().under(ROOT_ID, false, APP_DEV_ID), "ListAccountsForParent"],
])("The organization cannot be read %s", async (_, ask, operation) => {
  await expect(ask()).rejects.toMatchObject({ name: "ApiCallError", code: "AccessDeniedException", operation });
});

it("A unit outside the organization is refused with ParentNotFoundException", async () => {
  await expect(organizationWith().under("ou-flt1-elsewhere")).rejects.toMatchObject({
    code: "ParentNotFoundException",
  });
});
