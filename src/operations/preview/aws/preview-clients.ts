/** The clients of one account and Region that a preview needs: those of a collection, and more. Each is made when it is first used. */
import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { Connection } from "../../collect/aws/account-calls";
import { Clients } from "../../collect/aws/clients";

export class PreviewClients extends Clients {
  readonly #connection: Connection;
  #iam: IAMClient | undefined;
  #organizations: OrganizationsClient | undefined;

  constructor(connection: Connection) {
    super(connection);
    this.#connection = connection;
  }

  get iam(): IAMClient {
    return (this.#iam ??= new IAMClient(this.#connection));
  }

  get organizations(): OrganizationsClient {
    return (this.#organizations ??= new OrganizationsClient(this.#connection));
  }
}

export const connectPreviewClients = (connection: Connection): PreviewClients => new PreviewClients(connection);

/** The answer, or undefined if AWS's error has one of these names. */
export async function unless<T>(names: readonly string[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
