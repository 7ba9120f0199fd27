import { createServer, type Server } from "node:http";
import { createServer as createTlsServer, get } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { ask } from "../../src/tools/ask";
import { httpsAgent, proxiedClient, proxyFor } from "../../src/tools/proxy";

describe("The proxy for a host", () => {
  const named = { HTTPS_PROXY: "http://proxy.corp:3128" };
  const hostOf = (host: string, env: NodeJS.ProcessEnv) => proxyFor(host, 443, env)?.host;

  it("is the one that HTTPS_PROXY names, with or without its protocol", () => {
    expect(hostOf("sts.amazonaws.com", named)).toBe("proxy.corp:3128");
    expect(hostOf("sts.amazonaws.com", { https_proxy: "proxy.corp:3128" })).toBe("proxy.corp:3128");
    expect(hostOf("sts.amazonaws.com", {})).toBeUndefined();
  });

  it("is none for this machine, and for what NO_PROXY names", () => {
    for (const host of ["127.0.0.1", "localhost", "::1"]) expect(hostOf(host, named)).toBeUndefined();
    const exceptions = (NO_PROXY: string) => hostOf("sts.eu-west-1.amazonaws.com", { ...named, NO_PROXY });
    for (const entry of ["*", "amazonaws.com", ".amazonaws.com", "*.amazonaws.com", "a, amazonaws.com:443"]) {
      expect(exceptions(entry)).toBeUndefined();
    }
    for (const entry of ["naws.com", "amazonaws.com:8443", "corp", ""])
      expect(exceptions(entry)).toBe("proxy.corp:3128");
  });

  it("has to be an HTTP proxy, and the message does not show a password", () => {
    const wrong = () => hostOf("sts.amazonaws.com", { HTTPS_PROXY: "socks5://me:secret@proxy:1080" });
    expect(wrong).toThrow("HTTPS_PROXY: The value is not the URL of an HTTP proxy; http://HOST:PORT was expected.");
    expect(wrong).not.toThrow("secret");
  });
});

describe("Behind a proxy", () => {
  let proxy: Server;
  let asked: string[];
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    asked = [];
    proxy = createServer().on("connect", ({ url, headers }, socket) => {
      asked.push(`${url ?? ""} ${headers["proxy-authorization"] ?? ""}`.trim());
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    });
    await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
    env = { HTTPS_PROXY: `http://me:secret@127.0.0.1:${(proxy.address() as AddressInfo).port}` };
  });
  afterEach(() => proxy.close());

  it("a download asks it for a tunnel, with its password, and says what it answers", async () => {
    const address = "https://releases.example.test/terraform.zip";
    await expect(ask("GET", address, { env, timeoutSeconds: 20 })).rejects.toThrow(
      /^The proxy 127\.0\.0\.1:\d+ refuses a connection to releases\.example\.test:443: status 407$/,
    );
    expect(asked).toEqual([`releases.example.test:443 Basic ${Buffer.from("me:secret").toString("base64")}`]);
  });

  it("a client of AWS asks it, too", async () => {
    const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
    const client = new STSClient({ region: "eu-west-1", maxAttempts: 1, credentials, ...proxiedClient(env) });
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toThrow(/refuses a connection/);
    client.destroy();
    expect(asked).toEqual([expect.stringMatching(/^sts\.eu-west-1\.amazonaws\.com:443 Basic /)]);
  });

  it("a connection goes through its tunnel to the host", async () => {
    // Needs no certificate.
    const anonymous = { ciphers: "AECDH-AES128-SHA:@SECLEVEL=0", maxVersion: "TLSv1.2" as const };
    const host = createTlsServer(anonymous, ({ url }, response) => response.end(`${url} was asked for`));
    await new Promise<void>((listening) => host.listen(0, "127.0.0.1", listening));
    const { port } = host.address() as AddressInfo;
    proxy.removeAllListeners("connect").on("connect", ({ url }, socket, head) => {
      asked.push(url ?? "");
      const tunnel = connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        tunnel.write(head);
        tunnel.pipe(socket).pipe(tunnel);
      });
    });
    const agent = httpsAgent(env, { ...anonymous, rejectUnauthorized: false });
    const body = await new Promise((resolve, reject) => {
      get("https://releases.example.test/terraform.zip", { agent }, (response) => {
        response.setEncoding("utf8").once("data", resolve);
      }).once("error", reject);
    });
    agent.destroy();
    host.close();
    expect([asked, body]).toEqual([["releases.example.test:443"], "/terraform.zip was asked for"]);
  });
});
