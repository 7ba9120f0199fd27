/**
 * The plugin aws:softwareInventory. The agent takes it only from an association.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-collection.html
 */
import type { JsonObject } from "../../../document/json";
import type { NodeDescription } from "../description";
import type { Printed } from "./agent-state";

/** The inputs that switch kinds of inventory on, and the type of inventory that each collects. */
const TYPES: Readonly<Record<string, string>> = {
  applications: "AWS:Application",
  awsComponents: "AWS:AWSComponent",
  networkConfig: "AWS:Network",
  windowsUpdates: "AWS:WindowsUpdate",
  instanceDetailedInformation: "AWS:InstanceDetailedInformation",
  services: "AWS:Service",
  windowsRoles: "AWS:WindowsRole",
  billingInfo: "AWS:BillingInfo",
};

export function softwareInventory(node: NodeDescription, inputs: JsonObject, byAssociation: boolean): Printed {
  if (!byAssociation) {
    return {
      exitCode: 1,
      stdout: "",
      stderr: "The aws:softwareInventory plugin can only be invoked via ssm-associate.\n",
    };
  }
  const wanted = Object.entries(TYPES).filter(([input]) => inputs[input] === "Enabled");
  const custom = inputs["customInventory"] === "Enabled" ? Object.keys(node.inventory).filter(isCustom) : [];
  const lines = [...wanted.map(([, type]) => type), ...custom].map(
    (type) => `${type}: ${node.inventory[type]?.length ?? 0} entries`,
  );
  return { exitCode: 0, stdout: ["Inventory policy has been successfully applied.", ...lines, ""].join("\n") };
}

function isCustom(type: string): boolean {
  return type.startsWith("Custom:");
}
