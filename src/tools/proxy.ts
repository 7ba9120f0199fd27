/**
 * The proxy that HTTPS_PROXY names. Node and AWS's clients do not use it by themselves; Terraform, pip and the AWS CLI do.
 */
import { request as requestOverHttp } from "node:http";
import { Agent, request as requestOverHttps, type AgentOptions } from "node:https";
import { connect } from "node:tls";
import type { Duplex } from "node:stream";
import { ConfigurationError } from "../diagnostics/errors";

/** Milliseconds for the proxy to answer. */
const PROXY_TIMEOUT = 10_000;

/**
 * The proxy for HTTPS to a host; undefined if it is reached directly.
 * @throws ConfigurationError if HTTPS_PROXY is not the URL of a proxy
 */
export function proxyFor(host: string, port: number, env: NodeJS.ProcessEnv): URL | undefined {
  const proxy = namedProxy(env);
  if (proxy === undefined || isLoopback(host)) return undefined;
  const exceptions = (env.no_proxy ?? env.NO_PROXY ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  return exceptions.some((entry) => isException(entry, host, port)) ? undefined : proxy;
}

/** An agent for HTTPS that connects through the proxy of the environment, if it names one. */
export function httpsAgent(env: NodeJS.ProcessEnv, options: AgentOptions): Agent {
  return namedProxy(env) === undefined ? new Agent(options) : new ProxyAgent(env, options);
}

/** Settings of an AWS client that connects through the proxy of the environment; none if it names no proxy. */
export function proxiedClient(env: NodeJS.ProcessEnv): { readonly requestHandler?: { readonly httpsAgent: Agent } } {
  return namedProxy(env) === undefined ? {} : { requestHandler: { httpsAgent: httpsAgent(env, { keepAlive: true }) } };
}

interface Target {
  readonly host?: string;
  readonly port?: number | string;
  readonly servername?: string;
}

type Connected = (error: Error | null, socket?: Duplex) => void;

class ProxyAgent extends Agent {
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv, options: AgentOptions) {
    super(options);
    this.#env = env;
  }

  /** Called by Node for each new connection. Without a returned socket, Node waits for the callback. */
  override createConnection(target: Target, connected: Connected): Duplex | undefined {
    const { host = "localhost", port = 443 } = target;
    const proxy = proxyFor(host, Number(port), this.#env);
    if (proxy === undefined) return connect({ ...target, host, port: Number(port) });
    const authority = `${host}:${String(port)}`;
    const request = (proxy.protocol === "https:" ? requestOverHttps : requestOverHttp)({
      ...{ host: proxy.hostname, port: proxy.port, method: "CONNECT", path: authority, agent: false },
      headers: { host: authority, ...authorization(proxy) },
      timeout: PROXY_TIMEOUT,
    });
    const failed = (reason: string) => connected(new Error(`The proxy ${proxy.host} ${reason}`));
    request
      .once("connect", ({ statusCode = 0 }, socket) => {
        if (statusCode === 200) {
          connected(
            null,
            connect({ ...target, host, port: Number(port), socket, servername: target.servername ?? host }),
          );
        } else {
          socket.destroy();
          failed(`refuses a connection to ${authority}: status ${statusCode}`);
        }
      })
      .once("timeout", () => request.destroy(new Error(`no answer in ${PROXY_TIMEOUT / 1000} s`)))
      .once("error", ({ message }) => failed(`cannot be reached: ${message}`))
      .end();
    return undefined;
  }
}

function namedProxy(env: NodeJS.ProcessEnv): URL | undefined {
  const name = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].find((each) => env[each]);
  const value = name === undefined ? undefined : env[name];
  if (name === undefined || value === undefined) return undefined;
  const address = value.includes("://") ? value : `http://${value}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new ConfigurationError({
    place: name,
    // The value may have a password in it.
    message: "The value is not the URL of an HTTP proxy; http://HOST:PORT was expected.",
    remedy: "Correct it, or unset it to connect directly.",
  });
}

function authorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === "") return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

/** An entry of NO_PROXY: `*`, a host or a domain, with or without a dot before it and a port behind it. */
function isException(entry: string, host: string, port: number): boolean {
  if (entry === "*") return true;
  const [, name = "", ofPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  const isHost = host.toLowerCase() === name || host.toLowerCase().endsWith(`.${name}`);
  return isHost && (ofPort === undefined || Number(ofPort) === port);
}
