/** Recognizes scripts that call AWS. */

/** boto3 in Python; the cmdlets of AWS Tools for PowerShell (Get-EC2Instance, Send-SSMCommand) and the AWS CLI. */
const CALLS = [
  /^\s*(import|from)\s+(boto3|botocore)\b/m,
  /\b(Get|Set|New|Remove|Start|Stop|Send|Invoke|Edit|Register|Unregister|Write|Read|Update)-(EC2|S3|SSM|IAM|STS|LM|SNS|SQS|RDS|CW|CWL|CFN|DDB|ECS|EKS|KMS|ASG|ELB2?|R53|SEC)[A-Z]/,
];

export function callsAws(script: string): boolean {
  return CALLS.some((call) => call.test(script));
}
