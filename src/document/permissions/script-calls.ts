/** Recognizes scripts that call AWS. */

/** The cmdlets of AWS Tools for PowerShell: Get-EC2Instance, Send-SSMCommand. */
const CMDLET =
  /\b(Get|Set|New|Remove|Start|Stop|Send|Invoke|Edit|Register|Unregister|Write|Read|Update)-(EC2|S3|SSM|IAM|STS|LM|SNS|SQS|RDS|CW|CWL|CFN|DDB|ECS|EKS|KMS|ASG|ELB2?|R53|SEC)[A-Z]/;

/** A line of Python that imports something, and the comments. */
const IMPORT = /^[ \t]*(?:import|from)[ \t]+.*$/gm;
const COMMENT = /(?<=^|\s)#.*$/gm;

/** Whether a script calls AWS. A script that imports boto3 and does not use it calls nothing. */
export function callsAws(script: string): boolean {
  if (CMDLET.test(script)) return true;
  const clients = [...script.matchAll(IMPORT)].flatMap(([line]) => clientNames(line.trim()));
  const code = script.replace(IMPORT, "").replace(COMMENT, "");
  // Other ways to import it, such as importlib, have its name in the code.
  return ["boto3", ...clients].some((name) => new RegExp(`\\b${name}\\b`).test(code));
}

/** The names through which the code after this import can call AWS. The errors and settings of botocore call nothing. */
function clientNames(line: string): readonly string[] {
  const from = /^from[ \t]+(boto3|botocore)(\.[\w.]+)?[ \t]+import[ \t]+(.*)$/.exec(line);
  if (from !== null) {
    const isHarmless = from[1] === "botocore" && /^\.(exceptions|config)$/.test(from[2] ?? "");
    return isHarmless ? [] : namesOf(from[3] ?? "").filter((name) => name !== "exceptions");
  }
  const modules = /^import[ \t]+(.*)$/.exec(line)?.[1] ?? "";
  return namesOf(modules, /^(?:boto3|botocore\.session)\b/);
}

/** The names that `a, b as c` makes known: a, c. */
function namesOf(list: string, module = /^\w/): readonly string[] {
  return list
    .replace(/[()]|#.*$/g, "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => module.test(item))
    .flatMap((item) => (/\bas[ \t]+(\w+)$/.exec(item)?.[1] ?? item).split(/[ \t]/)[0] ?? []);
}
