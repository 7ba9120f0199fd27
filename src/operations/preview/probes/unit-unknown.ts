/** An organizational unit of the fleet file that AWS Organizations does not have: the fleet file is out of date. */
import type { Probe } from "../probe";

export const unitUnknown: Probe = {
  cause: "unit-unknown",
  cheap: true,
  async find({ fleet: { organization }, accounts, facts }) {
    const parents = new Set(accounts.map(({ parentId }) => parentId));
    const units = organization.organizationalUnits.filter(({ id }) => parents.has(id));
    const unknown = await Promise.all(
      units.map(async (unit) => {
        const found = await facts.accountsIn(unit.id);
        return found !== undefined && found.value === undefined ? [unit] : [];
      }),
    );
    return unknown.flat().map(({ path, id, parentId }) => ({
      cause: "unit-unknown",
      severity: "warning",
      place: {},
      message: `The organization has no unit ${id} (${path} in the fleet file). Which accounts belong there is known from the fleet file alone.`,
      remedy: `Correct the unit in fleet.yaml; aws organizations list-organizational-units-for-parent --parent-id ${parentId} lists those that there are.`,
    }));
  },
};
