/** Sends signals through AWS's API, with a role in each account that may do so. */
import { SendAutomationSignalCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { APPROVER_ROLE_NAME, approverRoleArn, roleArn } from "../../../fleet/names";
import type { AccountCalls, Connection } from "../../collect/aws/account-calls";
import { accountAccess, type AwsAccess } from "../../collect/aws/readers";
import { Clients } from "../../collect/aws/clients";
import type { Place } from "../../collect/records";
import type { SignalSender } from "../signals/send";

class SignalClients extends Clients {
  readonly sts: STSClient;

  constructor(connection: Connection) {
    super(connection);
    this.sts = new STSClient(connection);
  }
}

/**
 * @param roleName a role in every account, with its path, the caller's own included. Undefined: the approver role, and in the
 *   caller's account the caller's own credentials
 * @throws ConfigurationError if there are no credentials, or AWS does not accept them
 */
export async function signalSender(access: AwsAccess, roleName: string | undefined): Promise<SignalSender> {
  const { fleet } = access;
  const account = await accountAccess({
    ...access,
    role: {
      arnIn: (each) => (roleName === undefined ? approverRoleArn(fleet, each) : roleArn(fleet, each.id, roleName)),
      purpose: "signal",
      everywhere: roleName !== undefined,
    },
  });
  const known = new Map<string, Promise<AccountCalls<SignalClients>>>();
  const callsAt = ({ accountId, region }: Place): Promise<AccountCalls<SignalClients>> => {
    const key = `${accountId}/${region}`;
    const calls = known.get(key) ?? account.at(accountId, region, (connection) => new SignalClients(connection));
    known.set(key, calls);
    return calls;
  };
  const principals = new Map<string, Promise<string>>();
  const whoIs = async (place: Place): Promise<string> => {
    const calls = await callsAt(place);
    const { Arn = "" } = await calls.call(({ sts }, options) => sts.send(new GetCallerIdentityCommand({}), options));
    return Arn;
  };
  const isOwn = (accountId: string): boolean => accountId === account.caller.accountId && roleName === undefined;
  return {
    roleIn: (accountId) => (isOwn(accountId) ? undefined : (roleName ?? APPROVER_ROLE_NAME)),
    async principalIn(place) {
      if (isOwn(place.accountId)) return account.caller.arn;
      const principal = principals.get(place.accountId) ?? whoIs(place);
      principals.set(place.accountId, principal);
      return principal;
    },
    async send(place, input) {
      const calls = await callsAt(place);
      await calls.call(({ ssm }, options) => ssm.send(new SendAutomationSignalCommand(input), options));
    },
  };
}
