/**
 * AssumeRoleWithWebIdentity: a role is assumed with the token of an OIDC provider, as workflows of GitHub Actions do. The role's
 * trust policy decides by the token's subject and audience. Nobody's signature is verified: whoever can reach the sandbox can
 * write a token, as they can use any access key.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
import { GetOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { orUndefined } from "../../identities/stored-policies";
import { AwsError } from "../../protocol/aws-error";
import { stringOf, type Input } from "../../protocol/input";
import { assumeRoleAsWebIdentity, type AssumedRole, type Sts } from "./assume-role";
import { readSessionParameters } from "./session-parameters";

const claims = z.object({
  iss: z.url({ protocol: /^https$/ }),
  sub: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat()),
  /** Seconds since the epoch. */
  exp: z.number().optional(),
});

export interface WebIdentityRole extends AssumedRole {
  readonly subject: string;
  readonly audience: string;
  readonly provider: string;
}

/** @throws AwsError InvalidIdentityToken, ExpiredTokenException, AccessDenied with the reason, ValidationError */
export async function assumeRoleWithToken(sts: Sts, input: Input, region: string): Promise<WebIdentityRole> {
  const token = readToken(stringOf(input, "WebIdentityToken") ?? "");
  const accountId = stringOf(input, "RoleArn")?.split(":")[4] ?? "";
  const iam = sts.iamOf(accountId);
  const parameters = await readSessionParameters(input, iam);
  const issuer = token.iss.replace(/^https:\/\//, "");
  const provider = `arn:${sts.fleet.partition}:iam::${accountId}:oidc-provider/${issuer}`;
  const known = await orUndefined(
    iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: provider })),
  );
  if (known === undefined) throw invalid(`No OpenIDConnect provider found in your account for ${token.iss}`);
  const audience = token.aud.find((each) => known.ClientIDList?.includes(each));
  if (audience === undefined) throw invalid("Incorrect token audience");
  const assumed = await assumeRoleAsWebIdentity(
    sts,
    { provider, subject: token.sub },
    { ...parameters, region },
    { [`${issuer}:sub`]: token.sub, [`${issuer}:aud`]: audience },
  );
  return { ...assumed, subject: token.sub, audience, provider };
}

function readToken(token: string): z.infer<typeof claims> {
  const [, payload = "", , ...others] = token.split(".");
  const read = claims.safeParse(others.length === 0 ? parsed(payload) : undefined);
  if (!read.success) throw invalid("The ID Token provided is not a valid JWT.");
  const { exp } = read.data;
  if (exp !== undefined && exp * 1000 < Date.now()) {
    throw new AwsError(
      "ExpiredTokenException",
      "Token expired: current date/time must be before the expiration date/time",
    );
  }
  return read.data;
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString());
  } catch {
    return undefined;
  }
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidIdentityToken", message);
}
