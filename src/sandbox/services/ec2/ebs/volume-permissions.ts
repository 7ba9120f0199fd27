/**
 * Create-volume permissions of snapshots in the form in which moto knows them: `CreateVolumePermission.Add` and `.Remove`,
 * which it takes for nothing to do, become `OperationType` with lists.
 */
import { isObject } from "../../../../document/json";
import { objectsOf, stringOf } from "../../../protocol/input";
import { nestedParameters } from "../../../protocol/nested-parameters";
import type { CallerRequest, ServiceLayer } from "../../../protocol/message";
import { withParameters } from "../../../protocol/query";

export function volumePermissions(): ServiceLayer {
  return async (request, next) => {
    if (request.operation !== "ModifySnapshotAttribute") return next(request);
    const permission = nestedParameters(request.parameters)["CreateVolumePermission"];
    if (!isObject(permission)) return next(request);
    const [first, ...others] = (["Add", "Remove"] as const)
      .filter((change) => objectsOf(permission, change).length > 0)
      .map((change) => inLists(request, change.toLowerCase(), objectsOf(permission, change)));
    let response = await next(first ?? request);
    for (const change of others) if (response.status === 200) response = await next(change);
    return response;
  };
}

/** @param items of `{ UserId }` or `{ Group }` */
function inLists(
  request: CallerRequest,
  operationType: string,
  items: readonly Readonly<Record<string, unknown>>[],
): CallerRequest {
  const parameters = new URLSearchParams(
    [...request.parameters].filter(([name]) => !name.startsWith("CreateVolumePermission.")),
  );
  parameters.set("Attribute", "createVolumePermission");
  parameters.set("OperationType", operationType);
  for (const [list, member] of [
    ["UserId", "UserId"],
    ["UserGroup", "Group"],
  ] as const) {
    items
      .flatMap((item) => stringOf(item, member) ?? [])
      .forEach((value, index) => parameters.set(`${list}.${String(index + 1)}`, value));
  }
  return withParameters(request, parameters);
}
