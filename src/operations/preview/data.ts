/** A preview as data, for `--json`. Its form may grow, and is not made smaller. */
import type { Fleet } from "../../fleet/model";
import { commandsOf, nameOf } from "./finding-groups";
import type { Preview } from "./preview";

export function previewData(fleet: Fleet, shown: Preview): object {
  const { request, places, untouched, findings, unchecked, fromOrganizations, ...others } = shown;
  const accountName = (id: string | undefined) => (id === undefined ? {} : { account: nameOf(fleet, id) });
  return {
    version: 1,
    runbook: request.documentName,
    parameters: request.parameters,
    targets: request.targets,
    limits: request.limits,
    // Of the first account; `places` has that of each.
    executionRole: places.slice(0, 1).map(({ place: { account } }) => request.executionRoleIn(account))[0],
    places: places.map(({ place: { account, region }, instances }) => ({
      accountId: account.id,
      account: account.name,
      region,
      executionRole: request.executionRoleIn(account),
      ...(instances !== undefined && { instances }),
    })),
    untouched: untouched.map(({ id, name }) => ({ accountId: id, account: name })),
    accountsFrom: fromOrganizations ? "AWS Organizations" : "fleet.yaml",
    ...others,
    findings: findings.map((finding) => ({
      ...finding,
      ...accountName(finding.place.accountId),
      commands: commandsOf(fleet, [finding]),
    })),
    unchecked: unchecked.map((each) => ({ ...each, ...accountName(each.accountId) })),
    commands: commandsOf(fleet, findings),
  };
}
