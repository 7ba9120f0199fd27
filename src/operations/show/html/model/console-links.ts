/**
 * Addresses in AWS's console. They open in whichever account the browser is signed in to, so the page names the account.
 * The partition follows from the Region: https://docs.aws.amazon.com/general/latest/gr/aws-general.html
 */

export function executionLink(region: string, executionId: string): string {
  return link(region, `automation/execution/${encodeURIComponent(executionId)}`);
}

export function commandLink(region: string, commandId: string, instance: string | undefined): string {
  const invocation = instance === undefined ? "" : `/${encodeURIComponent(instance)}`;
  return link(region, `run-command/${encodeURIComponent(commandId)}${invocation}`);
}

export function managedNodeLink(region: string, instance: string): string {
  return link(region, `managed-instances/${encodeURIComponent(instance)}/description`);
}

function link(region: string, path: string): string {
  const name = encodeURIComponent(region);
  return `https://${hostOf(name)}/systems-manager/${path}?region=${name}`;
}

function hostOf(region: string): string {
  if (region.startsWith("cn-")) return `${region}.console.amazonaws.cn`;
  if (region.startsWith("us-gov-")) return `${region}.console.amazonaws-us-gov.com`;
  return `${region}.console.aws.amazon.com`;
}
