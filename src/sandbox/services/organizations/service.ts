/**
 * AWS Organizations, read-only: the organization of the fleet file, with its ids, which moto cannot set. Changes to the
 * organization are not implemented; edit the fleet file instead.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html
 */
import * as sdk from "@aws-sdk/client-organizations";
import type { Account, Fleet } from "../../../fleet/model";
import { AwsError } from "../../protocol/aws-error";
import { jsonOperation, serveJson, type JsonOperation } from "../../protocol/json";
import type { ServiceLayer } from "../../protocol/message";
import { page } from "./paging";
import { OrganizationTree } from "./tree";

/** The service for which the fleet's delegated administrator is registered. */
const DELEGATED_SERVICE = "ssm.amazonaws.com";
/** Services with trusted access. */
const TRUSTED_SERVICES = [DELEGATED_SERVICE];
const ENABLED = new Date("2026-01-01T00:00:00Z");

/** @param closed the accounts that are suspended */
export function organizationsService(fleet: Fleet, closed: () => readonly Account[]): ServiceLayer {
  const tree = new OrganizationTree(fleet, closed);
  const operations = new Map(
    [...treeOperations(tree), ...accountOperations(tree), ...administrationOperations(tree)].map((operation) => [
      operation.name,
      operation,
    ]),
  );
  return (request) => {
    checkAccess(tree, request.caller.accountId, request.operation);
    return serveJson(operations, request);
  };
}

/** Only the management account and delegated administrators may read the organization. Every member may describe it. */
function checkAccess(tree: OrganizationTree, accountId: string, operation: string): void {
  const { managementAccount, administratorAccount } = tree.fleet;
  if (tree.account(accountId) === undefined) {
    throw new AwsError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
  }
  const mayRead = accountId === managementAccount.id || accountId === administratorAccount.id;
  if (!mayRead && operation !== "DescribeOrganization") {
    throw new AwsError("AccessDeniedException", "You don't have permissions to access this resource.");
  }
}

function treeOperations(tree: OrganizationTree): JsonOperation[] {
  return [
    jsonOperation<sdk.DescribeOrganizationCommandInput, sdk.DescribeOrganizationResponse>(
      sdk.DescribeOrganization$,
      () => ({ Organization: tree.organization() }),
    ),
    jsonOperation<sdk.ListRootsRequest, sdk.ListRootsResponse>(sdk.ListRoots$, (input) => {
      const { items: Roots, NextToken } = page([tree.root()], input);
      return { Roots, NextToken };
    }),
    jsonOperation<Partial<sdk.DescribeOrganizationalUnitRequest>, sdk.DescribeOrganizationalUnitResponse>(
      sdk.DescribeOrganizationalUnit$,
      ({ OrganizationalUnitId: id = "" }) => {
        checkId(id, /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/, "OrganizationalUnitId");
        const unit = tree.unit(id);
        if (unit === undefined) {
          const message = "You specified an organizational unit that doesn't exist.";
          throw new AwsError("OrganizationalUnitNotFoundException", message);
        }
        return { OrganizationalUnit: tree.unitRecord(unit) };
      },
    ),
    jsonOperation<Partial<sdk.ListOrganizationalUnitsForParentRequest>, sdk.ListOrganizationalUnitsForParentResponse>(
      sdk.ListOrganizationalUnitsForParent$,
      (input) => {
        const { items, NextToken } = page(tree.unitsIn(parentId(tree, input.ParentId)), input);
        return { OrganizationalUnits: items.map((unit) => tree.unitRecord(unit)), NextToken };
      },
    ),
    jsonOperation<Partial<sdk.ListChildrenRequest>, sdk.ListChildrenResponse>(sdk.ListChildren$, (input) => {
      const type = input.ChildType ?? "";
      checkId(type, /^(ACCOUNT|ORGANIZATIONAL_UNIT)$/, "ChildType");
      const { items: Children, NextToken } = page(tree.children(parentId(tree, input.ParentId), type), input);
      return { Children, NextToken };
    }),
    jsonOperation<Partial<sdk.ListParentsRequest>, sdk.ListParentsResponse>(sdk.ListParents$, (input) => {
      const id = input.ChildId ?? "";
      checkId(id, /^(\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/, "ChildId");
      const parent = tree.parent(id);
      if (parent === undefined) {
        throw new AwsError("ChildNotFoundException", "You specified a child that doesn't exist.");
      }
      const { items: Parents, NextToken } = page([parent], input);
      return { Parents, NextToken };
    }),
  ];
}

function accountOperations(tree: OrganizationTree): JsonOperation[] {
  return [
    jsonOperation<sdk.ListAccountsRequest, sdk.ListAccountsResponse>(sdk.ListAccounts$, (input) => {
      const { items, NextToken } = page(tree.accounts(), input);
      return { Accounts: items.map((account) => tree.accountRecord(account)), NextToken };
    }),
    jsonOperation<Partial<sdk.DescribeAccountRequest>, sdk.DescribeAccountResponse>(
      sdk.DescribeAccount$,
      ({ AccountId: id = "" }) => {
        checkId(id, /^\d{12}$/, "AccountId");
        const account = tree.account(id);
        if (account === undefined) {
          throw new AwsError("AccountNotFoundException", "You specified an account that doesn't exist.");
        }
        return { Account: tree.accountRecord(account) };
      },
    ),
    jsonOperation<Partial<sdk.ListAccountsForParentRequest>, sdk.ListAccountsForParentResponse>(
      sdk.ListAccountsForParent$,
      (input) => {
        const { items, NextToken } = page(tree.accountsIn(parentId(tree, input.ParentId)), input);
        return { Accounts: items.map((account) => tree.accountRecord(account)), NextToken };
      },
    ),
    jsonOperation<Partial<sdk.ListTagsForResourceRequest>, sdk.ListTagsForResourceResponse>(
      sdk.ListTagsForResource$,
      (input) => {
        const tags = tree.tags(input.ResourceId ?? "");
        if (tags === undefined) {
          const message = "We can't find a root, OU, account, or policy with the TargetId that you specified.";
          throw new AwsError("TargetNotFoundException", message);
        }
        const { items: Tags, NextToken } = page(tags, { NextToken: input.NextToken });
        return { Tags, NextToken };
      },
    ),
  ];
}

function administrationOperations(tree: OrganizationTree): JsonOperation[] {
  const delegated = () => {
    const { administratorAccount, managementAccount } = tree.fleet;
    return administratorAccount.id === managementAccount.id ? [] : [administratorAccount];
  };
  return [
    jsonOperation<sdk.ListDelegatedAdministratorsRequest, sdk.ListDelegatedAdministratorsResponse>(
      sdk.ListDelegatedAdministrators$,
      (input) => {
        const isRequested = input.ServicePrincipal === undefined || input.ServicePrincipal === DELEGATED_SERVICE;
        const { items, NextToken } = page(isRequested ? delegated() : [], input);
        return {
          DelegatedAdministrators: items.map((account) => ({
            ...tree.accountRecord(account),
            DelegationEnabledDate: ENABLED,
          })),
          NextToken,
        };
      },
    ),
    jsonOperation<Partial<sdk.ListDelegatedServicesForAccountRequest>, sdk.ListDelegatedServicesForAccountResponse>(
      sdk.ListDelegatedServicesForAccount$,
      (input) => {
        const id = input.AccountId ?? "";
        checkId(id, /^\d{12}$/, "AccountId");
        if (tree.account(id) === undefined) {
          throw new AwsError("AccountNotFoundException", "You specified an account that doesn't exist.");
        }
        if (!delegated().some((account) => account.id === id)) {
          const message = "The specified account is not a delegated administrator for this AWS service.";
          throw new AwsError("AccountNotRegisteredException", message);
        }
        const services = [{ ServicePrincipal: DELEGATED_SERVICE, DelegationEnabledDate: ENABLED }];
        const { items: DelegatedServices, NextToken } = page(services, input);
        return { DelegatedServices, NextToken };
      },
    ),
    jsonOperation<sdk.ListAWSServiceAccessForOrganizationRequest, sdk.ListAWSServiceAccessForOrganizationResponse>(
      sdk.ListAWSServiceAccessForOrganization$,
      (input) => {
        const services = TRUSTED_SERVICES.map((ServicePrincipal) => ({ ServicePrincipal, DateEnabled: ENABLED }));
        const { items: EnabledServicePrincipals, NextToken } = page(services, input);
        return { EnabledServicePrincipals, NextToken };
      },
    ),
  ];
}

function parentId(tree: OrganizationTree, id = ""): string {
  checkId(id, /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/, "ParentId");
  if (tree.isParent(id)) return id;
  throw new AwsError("ParentNotFoundException", "You specified parent that doesn't exist.");
}

/** @throws AwsError InvalidInputException as Organizations does. */
function checkId(value: string, pattern: RegExp, member: string): void {
  if (pattern.test(value)) return;
  throw new AwsError("InvalidInputException", `You specified an invalid value for ${member}: "${value}".`);
}
