/** Runs a script that stays, for a test that kills this process: `node --import tsx hold-script.ts <python> <port>`. */
import { startPython } from "../../../src/sandbox/python/start";
import { STAYS } from "./stays";

const [, , command = "", port = ""] = process.argv;
const python = { command, modulePath: [] };
const held = startPython({ python, endpoint: `http://127.0.0.1:${port}`, env: process.env, log: () => undefined });
const call = { runtime: "python3.11", handler: "handler", script: STAYS, payload: { port: Number(port) }, context: {} };
void held.scripts(undefined).run(call, new AbortController().signal);
