/**
 * Create-volume permissions of snapshots in the form that moto reads. moto ignores `CreateVolumePermission.Add` and
 * `.Remove`, so they become `OperationType` with lists.
 */
import { isObject } from "../../../../document/json";
import { objectsOf, stringOf, type Input } from "../../../protocol/input";
import type { ServiceLayer } from "../../../protocol/message";
import { withInput } from "../../../protocol/with-input";

export function volumePermissions(): ServiceLayer {
  return async (request, next) => {
    const { CreateVolumePermission: permission, ...others } = request.input;
    if (request.operation !== "ModifySnapshotAttribute" || !isObject(permission)) return next(request);
    const [first = request, ...more] = (["Add", "Remove"] as const)
      .filter((change) => objectsOf(permission, change).length > 0)
      .map((change) => withInput(request, { ...others, ...inLists(change, objectsOf(permission, change)) }));
    let response = await next(first);
    for (const change of more) if (response.status === 200) response = await next(change);
    return response;
  };
}

/** @param items of `{ UserId }` or `{ Group }` */
function inLists(change: "Add" | "Remove", items: readonly Input[]): Input {
  const all = (member: string) => items.flatMap((item) => stringOf(item, member) ?? []);
  return {
    Attribute: "createVolumePermission",
    OperationType: change.toLowerCase(),
    UserId: all("UserId"),
    UserGroup: all("Group"),
  };
}
