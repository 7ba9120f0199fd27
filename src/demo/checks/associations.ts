/** State Manager's associations. */
import { ListAssociationsCommand, SSMClient } from "@aws-sdk/client-ssm";
import { equals, type CheckContext, type Fact } from "./check";

/** No association of the deployment is left in any Region. */
export async function noAssociations({ fleet, account, access }: CheckContext): Promise<readonly Fact[]> {
  const left = await Promise.all(
    fleet.regions.map(async (region) => {
      const { Associations: found = [] } = await new SSMClient(access(region)).send(new ListAssociationsCommand({}));
      return found.map(({ AssociationName: name }) => name);
    }),
  );
  return [equals(account, "no association is left", left.flat(), [])];
}
