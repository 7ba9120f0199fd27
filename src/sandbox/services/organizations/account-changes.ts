/** Accounts as callers of Organizations create, move and close them. What takes AWS minutes is over after the sandbox's short time. */
import { randomInt, randomUUID } from "node:crypto";
import * as sdk from "@aws-sdk/client-organizations";
import { ORGANIZATIONS_ROLE_NAME } from "../../../fleet/names";
import type { OrganizationAccount } from "../../../fleet/model";
import { sandboxAccounts } from "../../accounts/access";
import type { LivingOrganization } from "../../accounts/living-organization";
import { AwsError } from "../../protocol/aws-error";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import type { PassingStates } from "../passing-states";
import { checkId, knownAccount, parentId } from "./known";
import { page } from "./paging";
import { checkedTags } from "./tag-changes";
import type { OrganizationTree } from "./tree";

interface AccountChangesOptions {
  readonly tree: OrganizationTree;
  readonly living: LivingOrganization;
  readonly passing: PassingStates;
}

/** A request to create an account. */
interface Creation {
  readonly Id: string;
  readonly AccountName: string;
  readonly RequestedTimestamp: Date;
  /** Undefined: it has failed, because the address is another account's. */
  readonly accountId: string | undefined;
}

/** The most accounts that may be closed in thirty days: a fifth of the members, within these bounds. */
const CLOSINGS = { least: 250, most: 1000, days: 30 };

export function accountChanges(options: AccountChangesOptions): JsonOperation[] {
  const creations: Creation[] = [];
  return [...creationOperations(options, creations), ...placeOperations(options), closeOperation(options)];
}

/** The state that an account passes through. Undefined if it is in its own. */
export function passingState(passing: PassingStates, accountId: string): OrganizationAccount["state"] | undefined {
  return passing.of(accountKey(accountId)) as OrganizationAccount["state"] | undefined;
}

function accountKey(accountId: string): string {
  return `organizations account ${accountId}`;
}

function creationOperations(
  { tree, living, passing }: AccountChangesOptions,
  creations: Creation[],
): readonly JsonOperation[] {
  const statusOf = ({ accountId, ...request }: Creation): sdk.CreateAccountStatus => {
    if (accountId === undefined)
      return { ...request, State: "FAILED", FailureReason: "EMAIL_ALREADY_EXISTS", ...completed(request) };
    if (passingState(passing, accountId) !== undefined) return { ...request, State: "IN_PROGRESS" };
    return { ...request, State: "SUCCEEDED", AccountId: accountId, ...completed(request) };
  };
  return [
    jsonOperation<Partial<sdk.CreateAccountRequest>, sdk.CreateAccountResponse>(sdk.CreateAccount$, (input) => {
      const { AccountName: name = "", Email: email = "", RoleName: roleName = ORGANIZATIONS_ROLE_NAME } = input;
      checkId(name, /^[\u0020-\u007E]{1,50}$/, "AccountName");
      checkId(email, /^(?=.{6,64}$)[^\s@]+@[^\s@]+\.[^\s@]+$/, "Email");
      checkId(roleName, /^[\w+=,.@-]{1,64}$/, "RoleName");
      const tags = checkedTags({}, input.Tags);
      const isTaken = tree.accounts().some((account) => tree.email(account).toLowerCase() === email.toLowerCase());
      const createdAt = new Date();
      const creation = {
        ...{ Id: `car-${randomUUID().replaceAll("-", "")}`, AccountName: name, RequestedTimestamp: createdAt },
        accountId: isTaken ? undefined : newAccountId(living),
      };
      creations.push(creation);
      const { accountId: id } = creation;
      if (id !== undefined) {
        passing.begin(accountKey(id), "pending-activation");
        living.edit((edits) => {
          edits.createAccount(living.fleet, { id, name, email, roleName, createdAt }, tags);
        });
      }
      // AWS finds out later that the address is taken.
      return { CreateAccountStatus: { ...withoutAccount(creation), State: "IN_PROGRESS" } };
    }),
    jsonOperation<Partial<sdk.DescribeCreateAccountStatusRequest>, sdk.DescribeCreateAccountStatusResponse>(
      sdk.DescribeCreateAccountStatus$,
      ({ CreateAccountRequestId: id = "" }) => {
        checkId(id, /^car-[a-z0-9]{8,32}$/, "CreateAccountRequestId");
        const creation = creations.find(({ Id }) => Id === id);
        if (creation !== undefined) return { CreateAccountStatus: statusOf(creation) };
        const message = "We can't find a create account request with the CreateAccountRequestId that you specified.";
        throw new AwsError("CreateAccountStatusNotFoundException", message);
      },
    ),
    jsonOperation<sdk.ListCreateAccountStatusRequest, sdk.ListCreateAccountStatusResponse>(
      sdk.ListCreateAccountStatus$,
      (input) => {
        const { States: states = [] } = input;
        const all = creations.map(statusOf);
        const wanted = all.filter(
          ({ State }) => states.length === 0 || (State !== undefined && states.includes(State)),
        );
        const { items: CreateAccountStatuses, NextToken } = page(wanted, input);
        return { CreateAccountStatuses, NextToken };
      },
    ),
  ];
}

function withoutAccount({ Id, AccountName, RequestedTimestamp }: Creation): sdk.CreateAccountStatus {
  return { Id, AccountName, RequestedTimestamp };
}

function completed({ RequestedTimestamp: CompletedTimestamp }: Pick<Creation, "RequestedTimestamp">) {
  return { CompletedTimestamp };
}

function newAccountId({ fleet }: LivingOrganization): string {
  const taken = new Set(sandboxAccounts(fleet).map(({ id }) => id));
  for (;;) {
    const id = String(randomInt(100_000_000_000, 1_000_000_000_000));
    if (!taken.has(id)) return id;
  }
}

function placeOperations({ tree, living }: AccountChangesOptions): readonly JsonOperation[] {
  return [
    jsonOperation<Partial<sdk.MoveAccountRequest>, undefined>(sdk.MoveAccount$, (input) => {
      const account = knownAccount(tree, input.AccountId);
      const source = parentId(tree, input.SourceParentId, "SourceParentId");
      const destination = parentId(tree, input.DestinationParentId, "DestinationParentId");
      if (account.parentId === destination) {
        throw new AwsError(
          "DuplicateAccountException",
          "That account is already present in the specified destination.",
        );
      }
      if (account.parentId !== source) {
        throw new AwsError(
          "SourceParentNotFoundException",
          "The account is not in the source root or OU that you specified.",
        );
      }
      living.edit((edits) => {
        edits.editAccount(account, { parentId: destination });
      });
      return undefined;
    }),
  ];
}

function closeOperation({ tree, living, passing }: AccountChangesOptions): JsonOperation {
  let closings: readonly number[] = [];
  return jsonOperation<Partial<sdk.CloseAccountRequest>, undefined>(sdk.CloseAccount$, ({ AccountId }) => {
    const account = knownAccount(tree, AccountId);
    const { id, state } = account;
    if (id === living.fleet.managementAccount.id) {
      throw new AwsError("ConstraintViolationException", "You can't close the management account of an organization.");
    }
    if (passingState(passing, id) === "pending-closure") {
      throw new AwsError("ConflictException", "The account is being closed already.");
    }
    if (state !== "active" && state !== "pending-activation") {
      throw new AwsError("AccountAlreadyClosedException", "You attempted to close an account that is already closed.");
    }
    const now = Date.now();
    closings = closings.filter((at) => now - at < CLOSINGS.days * 24 * 60 * 60 * 1000);
    const fifth = Math.floor((tree.accounts().length - 1) / 5);
    if (closings.length >= Math.min(CLOSINGS.most, Math.max(CLOSINGS.least, fifth))) {
      const message = "You have exceeded close account quota for the past 30 days.";
      throw new AwsError("ConstraintViolationException", message);
    }
    closings = [...closings, now];
    passing.begin(accountKey(id), "pending-closure");
    living.edit((edits) => {
      edits.editAccount(account, { state: "closed" });
    });
    return undefined;
  });
}
