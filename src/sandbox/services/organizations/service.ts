/**
 * AWS Organizations: the organization of the fleet file, with its ids, which moto cannot set, and with what callers have changed.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html
 */
import * as sdk from "@aws-sdk/client-organizations";
import { AwsError } from "../../protocol/aws-error";
import { jsonOperation, serveJson, type JsonOperation } from "../../protocol/json";
import type { ServiceLayer } from "../../protocol/message";
import type { DelegatedAdministrators } from "./delegated-administrators";
import { notRegistered } from "./delegated-administrators";
import { accountChanges, passingState } from "./account-changes";
import { checkId, knownAccount, knownUnit, parentId, targetNotFound } from "./known";
import { tagChanges } from "./tag-changes";
import { unitChanges } from "./unit-changes";
import type { LivingOrganization } from "../../accounts/living-organization";
import type { PassingStates } from "../passing-states";
import { page } from "./paging";
import { OrganizationTree } from "./tree";

export interface OrganizationsOptions {
  readonly living: LivingOrganization;
  readonly delegated: DelegatedAdministrators;
  readonly passing: PassingStates;
}

export function organizationsService({ living, delegated, passing }: OrganizationsOptions): ServiceLayer {
  const tree = new OrganizationTree(living.fleet, {
    closed: living.closedAccounts,
    edits: living.edits,
    passing: ({ id }) => passingState(passing, id),
  });
  const all = [
    ...treeOperations(tree),
    ...accountOperations(tree),
    ...administrationOperations(tree, delegated),
    ...accountChanges({ tree, living, passing }),
    ...unitChanges({ tree, living }),
    ...tagChanges({ tree, living }),
  ];
  const operations = new Map(all.map((operation) => [operation.name, operation]));
  return (request) => {
    checkAccess(tree, delegated, request.caller.accountId, request.operation);
    return serveJson(operations, request);
  };
}

/**
 * Only the management account and delegated administrators may read the organization, and only the former may change it. Every
 * member may describe it.
 */
function checkAccess(
  tree: OrganizationTree,
  delegated: DelegatedAdministrators,
  accountId: string,
  operation: string,
): void {
  if (tree.account(accountId) === undefined) {
    throw new AwsError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
  }
  const isManagement = accountId === tree.fleet.managementAccount.id;
  const isAllowed = CHANGES.has(operation) ? isManagement : delegated.mayRead(accountId);
  if (!isAllowed && operation !== "DescribeOrganization") {
    throw new AwsError("AccessDeniedException", "You don't have permissions to access this resource.");
  }
}

const CHANGES: ReadonlySet<string> = new Set([
  ...["CreateAccount", "MoveAccount", "CloseAccount", "TagResource", "UntagResource"],
  ...["CreateOrganizationalUnit", "UpdateOrganizationalUnit", "DeleteOrganizationalUnit"],
  ...["RegisterDelegatedAdministrator", "DeregisterDelegatedAdministrator"],
  ...["EnableAWSServiceAccess", "DisableAWSServiceAccess"],
]);

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
        return { OrganizationalUnit: tree.unitRecord(knownUnit(tree, id)) };
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
        return { Account: tree.accountRecord(knownAccount(tree, id)) };
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
          throw targetNotFound();
        }
        const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
        const { items: Tags, NextToken } = page(list, { NextToken: input.NextToken });
        return { Tags, NextToken };
      },
    ),
  ];
}

function administrationOperations(tree: OrganizationTree, delegated: DelegatedAdministrators): JsonOperation[] {
  const known = (id = ""): string => knownAccount(tree, id).id;
  return [
    jsonOperation<Partial<sdk.RegisterDelegatedAdministratorRequest>, undefined>(
      sdk.RegisterDelegatedAdministrator$,
      ({ AccountId, ServicePrincipal = "" }) => {
        delegated.register(known(AccountId), ServicePrincipal);
        return undefined;
      },
    ),
    jsonOperation<Partial<sdk.DeregisterDelegatedAdministratorRequest>, undefined>(
      sdk.DeregisterDelegatedAdministrator$,
      ({ AccountId, ServicePrincipal = "" }) => {
        delegated.deregister(known(AccountId), ServicePrincipal);
        return undefined;
      },
    ),
    jsonOperation<sdk.ListDelegatedAdministratorsRequest, sdk.ListDelegatedAdministratorsResponse>(
      sdk.ListDelegatedAdministrators$,
      (input) => {
        const { items, NextToken } = page(delegated.of(input.ServicePrincipal), input);
        return {
          DelegatedAdministrators: items.flatMap(({ accountId, since }) => {
            const account = tree.account(accountId);
            return account === undefined ? [] : [{ ...tree.accountRecord(account), DelegationEnabledDate: since }];
          }),
          NextToken,
        };
      },
    ),
    jsonOperation<Partial<sdk.ListDelegatedServicesForAccountRequest>, sdk.ListDelegatedServicesForAccountResponse>(
      sdk.ListDelegatedServicesForAccount$,
      (input) => {
        const services = delegated.servicesOf(known(input.AccountId));
        if (services.length === 0) throw notRegistered();
        const { items, NextToken } = page(services, input);
        return {
          DelegatedServices: items.map(({ service, since }) => ({
            ServicePrincipal: service,
            DelegationEnabledDate: since,
          })),
          NextToken,
        };
      },
    ),
    jsonOperation<sdk.ListAWSServiceAccessForOrganizationRequest, sdk.ListAWSServiceAccessForOrganizationResponse>(
      sdk.ListAWSServiceAccessForOrganization$,
      (input) => {
        const services = delegated.trusted.map(([ServicePrincipal, DateEnabled]) => ({
          ServicePrincipal,
          DateEnabled,
        }));
        const { items: EnabledServicePrincipals, NextToken } = page(services, input);
        return { EnabledServicePrincipals, NextToken };
      },
    ),
    jsonOperation<Partial<sdk.EnableAWSServiceAccessRequest>, undefined>(
      sdk.EnableAWSServiceAccess$,
      ({ ServicePrincipal = "" }) => {
        checkService(ServicePrincipal);
        delegated.enable(ServicePrincipal);
        return undefined;
      },
    ),
    jsonOperation<Partial<sdk.DisableAWSServiceAccessRequest>, undefined>(
      sdk.DisableAWSServiceAccess$,
      ({ ServicePrincipal = "" }) => {
        checkService(ServicePrincipal);
        delegated.disable(ServicePrincipal);
        return undefined;
      },
    ),
  ];
}

/** Which services AWS recognizes is not published. @throws AwsError InvalidInputException */
function checkService(principal: string): void {
  if (/^[a-z0-9.-]+\.amazonaws\.com$/.test(principal)) return;
  throw new AwsError("InvalidInputException", "You specified an unrecognized service principal.");
}
