/**
 * AWS Organizations: the organization of the fleet file, with its ids, which moto cannot set. Delegated administrators can be
 * registered. Other changes to the organization are not implemented; edit the fleet file instead.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html
 */
import * as sdk from "@aws-sdk/client-organizations";
import type { Fleet, OrganizationAccount } from "../../../fleet/model";
import { AwsError } from "../../protocol/aws-error";
import { jsonOperation, serveJson, type JsonOperation } from "../../protocol/json";
import type { ServiceLayer } from "../../protocol/message";
import type { DelegatedAdministrators } from "./delegated-administrators";
import { notRegistered } from "./delegated-administrators";
import { page } from "./paging";
import { OrganizationTree } from "./tree";

/** @param closed the accounts that are suspended */
export function organizationsService(
  fleet: Fleet,
  delegated: DelegatedAdministrators,
  closed: () => readonly OrganizationAccount[],
): ServiceLayer {
  const tree = new OrganizationTree(fleet, closed);
  const all = [...treeOperations(tree), ...accountOperations(tree), ...administrationOperations(tree, delegated)];
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

function administrationOperations(tree: OrganizationTree, delegated: DelegatedAdministrators): JsonOperation[] {
  /** @throws AwsError if the organization has no such account */
  const known = (id = ""): string => {
    checkId(id, /^\d{12}$/, "AccountId");
    if (tree.account(id) !== undefined) return id;
    throw new AwsError("AccountNotFoundException", "You specified an account that doesn't exist.");
  };
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

function parentId(tree: OrganizationTree, id = ""): string {
  checkId(id, /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/, "ParentId");
  if (tree.isParent(id)) return id;
  throw new AwsError("ParentNotFoundException", "You specified parent that doesn't exist.");
}

/** Which services AWS recognizes is not published. @throws AwsError InvalidInputException */
function checkService(principal: string): void {
  if (/^[a-z0-9.-]+\.amazonaws\.com$/.test(principal)) return;
  throw new AwsError("InvalidInputException", "You specified an unrecognized service principal.");
}

/** @throws AwsError InvalidInputException as Organizations does. */
function checkId(value: string, pattern: RegExp, member: string): void {
  if (pattern.test(value)) return;
  throw new AwsError("InvalidInputException", `You specified an invalid value for ${member}: "${value}".`);
}
