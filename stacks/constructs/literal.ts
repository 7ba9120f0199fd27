/** Strings in another language that Terraform must not read as templates. */

/** Escapes `${` and `%{`, which start a template in Terraform and have another meaning in shell, PowerShell and IAM. */
export function literal(string: string): string {
  return string.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
