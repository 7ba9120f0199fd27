/** Text that others wrote, in a language that gives `${` a meaning of its own. */

/** Terraform reads `${` and `%{` in a string as the start of a template; shell, PowerShell and IAM mean themselves by it. */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
