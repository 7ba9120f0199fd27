import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../../../src/document/json";
import { ScriptError } from "../../../src/engine/errors";
import { findBoto } from "../../../src/tools/boto";
import { describeWith } from "../../requires";
import { gone, startLighthouse, temporaryFolder, testPython } from "./test-python";
import { STAYS } from "./stays";

const FILE = "/tmp/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\\d+/customer_script.py";

/** In the place of /tmp scripts have one of their own, and the project itself may be there. */
const OUTSIDE_OF_TMP = "/var/tmp";

describeWith(["moto_server"], "a script", (moto = "") => {
  /** The message that a script fails with. */
  async function failureOf(script: string, call: JsonObject = {}): Promise<string> {
    const { run } = await testPython(moto);
    const error = await run(script, call).then(
      (value) => new Error(`It returned ${JSON.stringify(value)}`),
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(ScriptError);
    return (error as ScriptError).message;
  }

  it("gets payload and context, and its handler's result is returned", async () => {
    const { run } = await testPython(moto);
    const payload = { text: "Zürich 東京 \u2028", list: [1, 2.5, true, null], map: { a: "{{ b }}" } };
    const context = { "global:REGION": "ap-northeast-1" };
    const script = "def handler(events, context): return {'e': events, 'c': context}";
    expect(await run(script, { payload, context })).toEqual({ e: payload, c: context });
  });

  it("that returns nothing has the result null", async () => {
    const { run } = await testPython(moto);
    expect(await run("def handler(events, context): pass")).toBeNull();
  });

  it("may have any Python version as its runtime", async () => {
    const { run } = await testPython(moto);
    expect(await run("def handler(events, context): return 1", { runtime: "python3.8" })).toBe(1);
  });

  it("that raises an exception fails with a message in AWS's format", async () => {
    const script = `def find(events):
    return events['Missing']
def handler(events, context):
    return find(events)`;
    expect(await failureOf(script)).toMatch(
      new RegExp(
        `^Traceback \\(most recent call last\\):\n` +
          `  File "${FILE}", line 4, in handler\n    return find\\(events\\)\n` +
          `  File "${FILE}", line 2, in find\n    return events\\['Missing'\\]\n` +
          `\nKeyError - 'Missing'$`,
      ),
    );
  });

  it("that is not valid Python fails with the line of the error", async () => {
    expect(await failureOf("def handler(events, context):\n  return (1")).toMatch(
      new RegExp(`  File "${FILE}", line 2\n    return \\(1\n\nSyntaxError - '\\(' was never closed`),
    );
  });

  it("that calls sys.exit fails, and the next script runs", async () => {
    const { run } = await testPython(moto);
    await expect(run("import sys\ndef handler(events, context): sys.exit(3)")).rejects.toThrow("SystemExit - 3");
    expect(await run("def handler(events, context): return 1")).toBe(1);
  });

  it.each([
    ["with a status of its own", "os._exit(3)", "The script ended with exit status 3, before its handler returned."],
    ["by a signal", "ctypes.string_at(0)", "The script was ended by SIGSEGV, before its handler returned."],
  ])("whose process ends %s fails and says so", async (_, end, message) => {
    expect(await failureOf(`import ctypes, os\ndef handler(events, context): ${end}`)).toBe(message);
  });

  it.each<[string, JsonObject, string]>([
    ["without a handler", { handler: "other" }, "The script has no function 'other', which Handler names."],
    ["for PowerShell", { runtime: "PowerShell 7.4" }, "The runtime PowerShell 7.4 is not available here"],
    ["of an attachment", { handler: "file.handler" }, "attachments are not available here"],
  ])("%s fails and says so", async (_, call, message) => {
    expect(await failureOf("def handler(events, context): pass", call)).toContain(message);
  });

  it.each([
    ["datetime.datetime(2026, 1, 1)", "TypeError - Object of type datetime is not JSON serializable"],
    ["float('nan')", "ValueError - Out of range float values are not JSON compliant"],
  ])("that returns %s fails, since JSON has no such thing", async (value, message) => {
    expect(await failureOf(`import datetime\ndef handler(events, context): return ${value}`)).toContain(
      `What the handler returned cannot be written as JSON: ${message}`,
    );
  });

  it("may print to the log, without control characters", async () => {
    const { run, lines } = await testPython(moto);
    const script = `import os, subprocess
def handler(events, context):
    print("one\\x1b[31m\\ntwo")
    os.write(2, b"three\\n")
    subprocess.run(["/bin/sh", "-c", "echo four"])
    return 1`;
    expect(await run(script)).toBe(1);
    expect(lines.filter((line) => line.startsWith("aws:executeScript"))).toEqual(
      ["one", "two", "three", "four"].map((word) => `aws:executeScript: ${word}`),
    );
  });

  it("that prints endlessly returns a result, and its output is truncated", async () => {
    const { run, lines } = await testPython(moto);
    await run("def handler(events, context):\n  for _ in range(200000): print('0123456789')");
    expect(lines.at(-1)).toMatch(/cut after 65536 bytes/);
    expect(lines.join("\n").length).toBeLessThan(300_000);
  });

  it("starts in an empty folder, with no trace of the previous script", async () => {
    const { run } = await testPython(moto);
    await run(`import json, os
def handler(events, context):
    json.trace = 1
    os.environ["TRACE"] = "1"
    open("trace", "w").write("1")`);
    const script = `import json, os
def handler(events, context): return [hasattr(json, "trace"), "TRACE" in os.environ, os.listdir(".")]`;
    expect(await run(script)).toEqual([false, false, []]);
  });

  it("does not see the user's environment", async () => {
    const env = { ...process.env, SECRET: "1", AWS_ACCESS_KEY_ID: "AKIA", AWS_PROFILE: "production" };
    const { run } = await testPython(moto, { env });
    const names = await run("import os\ndef handler(events, context): return list(os.environ)");
    expect(names).not.toContain("SECRET");
    expect((names as string[]).filter((name) => name.startsWith("AWS_")).sort()).toEqual([
      "AWS_DEFAULT_REGION",
      "AWS_EC2_METADATA_DISABLED",
      "AWS_REGION",
    ]);
  });

  it("has no credentials without a role", async () => {
    const script = "import boto3\ndef handler(events, context): boto3.client('sts').get_caller_identity()";
    expect(await failureOf(script)).toMatch(/\n\nNoCredentialsError - Unable to locate credentials$/);
  });

  it("that needs too much memory fails, and the next script runs", async () => {
    const { run } = await testPython(moto);
    await expect(run("def handler(events, context): bytearray(2 ** 30)")).rejects.toThrow("MemoryError");
    expect(await run("def handler(events, context): return len(bytearray(2 ** 28))")).toBe(2 ** 28);
  });

  it("runs beside others", async () => {
    const lighthouse = await startLighthouse();
    const { run } = await testPython(moto, { endpoint: lighthouse.endpoint });
    const script = `import socket
def handler(events, context):
    return socket.create_connection(("127.0.0.1", events["port"])).recv(9).decode()`;
    const results = Promise.all(Array.from({ length: 12 }, () => run(script, { payload: lighthouse.payload })));
    // Only when all of them are there does each get its answer.
    const visitors = [];
    for (let count = 0; count < 12; count++) visitors.push(await lighthouse.visitor());
    for (const visitor of visitors) visitor.end("done");
    expect(new Set(await results)).toEqual(new Set(["done"]));
  });

  it("is killed with all its processes when the signal is aborted, and its output is logged", async () => {
    const lighthouse = await startLighthouse();
    const { run, lines } = await testPython(moto, { endpoint: lighthouse.endpoint });
    const timeOut = new AbortController();
    const script = STAYS.replace("    time.sleep", "    print('so far')\n    time.sleep");
    const running = run(script, { payload: lighthouse.payload, signal: timeOut.signal });
    const visitor = await lighthouse.visitor();
    timeOut.abort(new Error("timed out"));
    await expect(running).rejects.toThrow("timed out");
    await gone(visitor);
    expect(await run("def handler(events, context): return 1")).toBe(1);
    // It is told when the process has been taken away, which nobody waits for: the test's time limit is the only one.
    while (!lines.includes("aws:executeScript: so far")) await sleep(20);
  });

  it("leaves no process behind when its handler returns", async () => {
    const lighthouse = await startLighthouse();
    const { run } = await testPython(moto, { endpoint: lighthouse.endpoint });
    const script = `import os, socket, time
def handler(events, context):
    reading, writing = os.pipe()
    if os.fork() == 0:
        connection = socket.create_connection(("127.0.0.1", events["port"]))
        os.write(writing, b"connected")
        time.sleep(3600)
    return os.read(reading, 9).decode()`;
    expect(await run(script, { payload: lighthouse.payload })).toBe("connected");
    await gone(await lighthouse.visitor());
  });

  it("writes only to its own /tmp if the system has namespaces, and otherwise the log says so", async () => {
    const { run, lines } = await testPython(moto);
    const file = join(OUTSIDE_OF_TMP, `written-by-a-script-${String(process.pid)}`);
    const script = `import os
def handler(events, context):
    open(events["file"], "w").close()
    os.remove(events["file"])`;
    const outcome = await run(script, { payload: { file } }).then(
      () => "written",
      (error: unknown) => String(error),
    );
    const isOpen = lines.some((line) => line.startsWith("Scripts are not isolated"));
    if (isOpen) expect(outcome).toBe("written");
    else expect(outcome).toContain("Read-only file system");
    expect(existsSync(file)).toBe(false);
  });

  it("does not see the user's own files if the system has namespaces", async () => {
    const HOME = await temporaryFolder(OUTSIDE_OF_TMP);
    await mkdir(join(HOME, ".aws"));
    await writeFile(join(HOME, ".aws", "credentials"), "[default]\n");
    const { run, lines } = await testPython(moto, { env: { ...process.env, HOME } });
    const script = "import os\ndef handler(events, context): return os.listdir(events['home'])";
    const isOpen = () => lines.some((line) => line.startsWith("Scripts are not isolated"));
    expect(await run(script, { payload: { home: HOME } })).toEqual(isOpen() ? [".aws"] : []);
  });

  it("does not see the sockets of the machine's services if the system has namespaces", async () => {
    const { run, lines } = await testPython(moto);
    const script = "import os\ndef handler(events, context): return os.listdir('/run') + os.listdir('/var/run')";
    const seen = await run(script);
    if (!lines.some((line) => line.startsWith("Scripts are not isolated"))) expect(seen).toEqual([]);
  });

  it("reaches the sandbox and nothing else if the system has namespaces", async () => {
    const lighthouse = await startLighthouse();
    const other = await startLighthouse();
    const name = `\0fleetbook-test-${String(process.pid)}`;
    const abstract = createServer().listen(name);
    const { run, lines } = await testPython(moto, { endpoint: lighthouse.endpoint });
    const script = `import socket
def reach(family, address):
    with socket.socket(family) as tried:
        tried.settimeout(5)
        try:
            tried.connect(address)
            return "reached"
        except OSError as error:
            return error.strerror
def handler(events, context):
    return [
        reach(socket.AF_INET, ("127.0.0.1", events["sandbox"])),
        reach(socket.AF_INET, ("127.0.0.1", events["other"])),
        reach(socket.AF_INET, ("169.254.169.254", 80)),
        reach(socket.AF_UNIX, events["name"]),
    ]`;
    const payload = { sandbox: lighthouse.payload.port, other: other.payload.port, name };
    const reached = await run(script, { payload });
    abstract.close();
    if (lines.some((line) => line.startsWith("Scripts are not isolated"))) return;
    expect(reached).toEqual(["reached", "Connection refused", "Network is unreachable", "Connection refused"]);
  });

  it("does not see further hidden folders if the system has namespaces", async () => {
    const folder = await temporaryFolder(OUTSIDE_OF_TMP);
    await writeFile(join(folder, "token"), "secret");
    const { run, lines } = await testPython(moto, { hidden: [folder] });
    const script = "import os\ndef handler(events, context): return os.listdir(events['folder'])";
    const isOpen = () => lines.some((line) => line.startsWith("Scripts are not isolated"));
    expect(await run(script, { payload: { folder } })).toEqual(isOpen() ? ["token"] : []);
  });

  it("finds nothing of another script's request in its own process", async () => {
    const { run } = await testPython(moto);
    const found = `
import gc, sys
def handler(events, context):
    seen, todo = set(), [sys._getframe()] + gc.get_objects()
    while sys._getframe() is not todo[0].f_back and todo[0].f_back:
        todo.append(todo[0].f_back.f_locals)
        todo[0] = todo[0].f_back
    return any(type(each) is dict and each.get("AWS_ACCESS_KEY_ID", events["own"]) != events["own"] for each in todo) or any(
        type(each).__name__ == "Call" and each.request and each.request["payload"] != events for each in todo
    ) or any(type(each) is list and any(type(line) is bytes and b"AWS_ACCESS" in line for line in each) for each in todo)
`;
    const session = (accessKeyId: string) => ({
      region: "us-east-1",
      credentials: { accessKeyId, secretAccessKey: "secret" },
    });
    const keys = ["AKIAONE", "AKIATWO", "AKIATHREE"];
    const all = keys.map((own) => run(found, { payload: { own }, session: session(own) }));
    expect(await Promise.all(all)).toEqual([false, false, false]);
  });

  it.each([
    ["answers in another's name", `{"id": 2, "value": "forged"}\\n[]\\n`],
    ["says that it has read what cannot be read", `{"value": 1}\\n[5, {}, [[]]]\\n`],
    ["says neither a value nor an error", `{"cancelled": true}\\n[]\\n`],
  ])("that %s harms only itself", async (_, forged) => {
    const { run } = await testPython(moto);
    const waits = "import time\ndef handler(events, context):\n    time.sleep(1)\n    return 'true'";
    const forges = `import os\ndef handler(events, context):\n    os.write(3, b'${forged}')\n    os._exit(0)`;
    const [, other] = await Promise.all([run(forges).catch(() => undefined), run(waits)]);
    expect(other).toBe("true");
  });

  it("that writes an endless result does not fill the memory", async () => {
    const endless = "import os\ndef handler(events, context):\n    while True: os.write(3, b'x' * 65536)";
    const { run, python } = await testPython(moto);
    const controller = new AbortController();
    const running = run(endless, { signal: controller.signal }).catch(() => "ended");
    const used =
      "import resource\ndef handler(events, context): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss";
    for (let i = 0; i < 20; i++) expect(Number(await run(used))).toBeLessThan(400_000);
    controller.abort();
    expect(await running).toBe("ended");
    await python.stop();
  });

  describe("if there are no namespaces", () => {
    /** A module folder in /tmp is in the way of a /tmp of the script's own. */
    async function openHouse() {
      const folder = await temporaryFolder();
      const { command, modulePath } = await findBoto({
        env: process.env,
        log: () => undefined,
        moto: { command: moto },
      });
      const env = { ...process.env, TMPDIR: folder };
      const python = { command, modulePath: [...modulePath, folder] };
      return { folder, ...(await testPython(moto, { env, python })) };
    }

    it("runs in a folder that is removed, and the log says so", async () => {
      const { folder, run, lines, python } = await openHouse();
      expect(await run("import os\ndef handler(events, context): return os.getcwd()")).toContain(folder);
      expect(lines).toEqual([
        expect.stringMatching(/^Scripts are not isolated: this Python, or a module of it, is in/),
      ]);
      await python.stop();
      expect(await readdir(folder)).toEqual([]);
    });

    it("that kills the worker fails, and the next script gets a new worker", async () => {
      const { run } = await openHouse();
      const script = "import os\ndef handler(events, context): os.kill(os.getppid(), 9)";
      await expect(run(script)).rejects.toThrow(/^Python \(.*\) ended\./);
      expect(await run("def handler(events, context): return 1")).toBe(1);
    });

    it("is killed with its process group", async () => {
      const { run } = await openHouse();
      const lighthouse = await startLighthouse();
      const timeOut = new AbortController();
      const running = run(STAYS, { payload: lighthouse.payload, signal: timeOut.signal });
      const visitor = await lighthouse.visitor();
      timeOut.abort(new Error("timed out"));
      await expect(running).rejects.toThrow("timed out");
      await gone(visitor);
    });
  });
});
