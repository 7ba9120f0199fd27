/** Resolves the tree of organizational units to a list. */
import type { OrganizationalUnit } from "../model";
import type { FleetFile } from "../schema/fleet-file";

type UnitsInFile = NonNullable<FleetFile["organization"]["organizationalUnits"]>;

export function organizationalUnitsOf(
  units: UnitsInFile,
  parentId: string,
  prefix: string,
): readonly OrganizationalUnit[] {
  return units.flatMap(({ id, name, organizationalUnits }) => {
    const path = prefix + name;
    return [{ id, name, path, parentId }, ...organizationalUnitsOf(organizationalUnits ?? [], id, `${path}/`)];
  });
}
