"""Runs each script in a process forked from this one: boto3 is loaded once, and no script affects another.

Standard input: `{"id", "script", "handler", "payload", "context", "environment"}` and `{"cancel": id}`, one per line.
The answers: `{"id", "value" or "error" or "cancelled", "output"}`. When standard input ends, everything ends.
Arguments: folders that scripts are not to see.
"""

import gc
import json
import os
import selectors
import signal
import sys
import time
import uuid
from collections import deque

import jail
from script_process import become_call
from worker_protocol import Answers, answer_line

# AWS runs a hundred automations of an account at once.
RUNNING_AT_ONCE = 100
# How many bytes of a script's output are kept. The rest is read and dropped.
KEPT_OUTPUT = 64 * 1024
CHUNK = 64 * 1024
# More than a handler's result and the list of botocore's files can have. handler.py has its own limit, which a script that
# writes into the pipe itself bypasses.
LONGEST_RESULT = 24 * 1024 * 1024
# A pipe holds one.
CHUNKS_AT_ONCE = 4


class Call:
    def __init__(self, request):
        self.request = request
        self.id = request["id"]
        self.folder_name = f"{uuid.uuid4()}-{time.time_ns() // 1_000_000}"
        self.is_cancelled = False
        self.process = None
        self.result_pipe = None
        self.output_pipe = None
        self.result = bytearray()
        self.output = bytearray()
        self.is_output_cut = False
        self.is_answered = False
        self.is_result_broken = False

    def read_result(self):
        return self._read(self.result_pipe, self._keep_result)

    def read_output(self):
        return self._read(self.output_pipe, self._keep_output)

    def _read(self, pipe, keep):
        """Returns whether more may come later. A script that prints endlessly must not block the others."""
        for _ in range(CHUNKS_AT_ONCE):
            try:
                data = os.read(pipe, CHUNK)
            except BlockingIOError:
                return True
            if not data:
                return False
            keep(data)
        return True

    def _keep_result(self, data):
        if len(self.result) + len(data) > LONGEST_RESULT:
            self.is_result_broken = True
            self.result.clear()
        if not self.is_result_broken:
            self.result += data

    def _keep_output(self, data):
        room = KEPT_OUTPUT - len(self.output)
        self.output += data[:room]
        self.is_output_cut = self.is_output_cut or len(data) > room

    @property
    def has_result(self):
        # Two lines, and JSON has no line feed of its own.
        return self.result.endswith(b"\n") and self.result.count(b"\n") == 2

    def outcome(self):
        """The message of the script's process, which is untrusted, because the script may have written it.

        Returns the outcome, and the files that botocore read.
        """
        outcome, asked = (json.loads(line) for line in self.result.splitlines())
        known = {name: outcome[name] for name in ("value", "error") if name in outcome}
        if len(known) != 1 or not isinstance(known.get("error", ""), str):
            raise ValueError("neither a value nor an error")
        if not all(isinstance(text, (str, type(None))) for request in asked for text in request):
            raise ValueError("not what botocore reads")
        return known, [tuple(request) for request in asked if 1 <= len(request) <= 3]

    def answer(self, outcome):
        output = self.output.decode("utf-8", "replace")
        if self.is_output_cut:
            output += f"\n… cut after {KEPT_OUTPUT} bytes"
        return {"id": self.id, "output": output, **outcome}

    def outcome_without_result(self, status):
        if self.is_cancelled:
            return {"cancelled": True}
        code = os.waitstatus_to_exitcode(status)
        if code < 0:
            return {"error": f"The script was ended by {signal.Signals(-code).name}, before its handler returned."}
        return {"error": f"The script ended with exit status {code}, before its handler returned."}


class Worker:
    def __init__(self, cell, models):
        self._cell = cell
        self._models = models
        self._answers = Answers()
        self._selector = selectors.DefaultSelector()
        self._running = {}
        self._waiting = deque()

    def main(self):
        children, wakeup = os.pipe()
        for pipe in (children, wakeup):
            os.set_blocking(pipe, False)
        signal.set_wakeup_fd(wakeup)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        os.set_blocking(0, False)
        self._selector.register(0, selectors.EVENT_READ, self._read_requests)
        self._selector.register(children, selectors.EVENT_READ, lambda: self._reap(children))
        self._answers.write(answer_line({"whyOpen": self._cell.why_open}))
        self._unread = b""
        while True:
            for key, _ in self._selector.select():
                # An earlier event of this round may have closed the file, and its number may belong to another file.
                if self._selector.get_map().get(key.fd) is key:
                    key.data()
            # Started here, outside the readers, because a script's process inherits all variables of this one.
            self._start_waiting()

    def _read_requests(self):
        data = os.read(0, CHUNK)
        if not data:
            self._end()
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            request = json.loads(line)
            if "cancel" in request:
                self._cancel(request["cancel"])
            else:
                self._waiting.append(Call(request))

    def _start_waiting(self):
        while self._waiting and len(self._running) < RUNNING_AT_ONCE:
            call = self._waiting.popleft()
            try:
                self._start(call)
            except OSError as error:
                failure = f"There is no process to be had for the script: {error}."
                self._answers.write(answer_line({"id": call.id, "error": failure, "output": ""}))

    def _cancel(self, call_id):
        for call in self._running.values():
            if call.id == call_id:
                call.is_cancelled = True
                kill(call.process)
                return
        self._waiting = deque(call for call in self._waiting if call.id != call_id)

    def _start(self, call):
        result_pipe, result = os.pipe()
        output_pipe, output = os.pipe()
        try:
            process = self._cell.fork()
        except OSError:
            for pipe in (result_pipe, result, output_pipe, output):
                os.close(pipe)
            raise
        if process == 0:
            # Deletes the requests of other scripts and the credentials in them.
            self._waiting.clear()
            self._running.clear()
            self._unread = b""
            become_call(call, self._cell, self._models, result, output)
        call.request = None
        os.close(result)
        os.close(output)
        call.process, call.result_pipe, call.output_pipe = process, result_pipe, output_pipe
        self._running[process] = call
        self._watch(result_pipe, lambda: call.read_result() and not self._answer_early(call))
        self._watch(output_pipe, call.read_output)

    def _watch(self, pipe, read):
        os.set_blocking(pipe, False)

        def read_on():
            if not read():
                self._selector.unregister(pipe)

        self._selector.register(pipe, selectors.EVENT_READ, read_on)

    def _reap(self, children):
        os.read(children, CHUNK)
        while self._running:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                break
            # Kills processes that the script left behind. While any exist, no other process group gets their number.
            kill_group(process)
            self._finish(self._running.pop(process), status)

    def _answer_early(self, call):
        """Answers as soon as there is a result, because ending a process and its namespaces takes longer than most scripts."""
        if call.has_result:
            self._answer(call, None)
        return call.has_result

    def _finish(self, call, status):
        # Only what is in the pipes is read, because a process that escaped may hold them open for ever.
        call.read_result()
        if not call.is_answered:
            self._answer(call, status)
        for pipe in (call.result_pipe, call.output_pipe):
            if pipe in self._selector.get_map():
                self._selector.unregister(pipe)
            os.close(pipe)
        self._cell.clear(call.folder_name)

    def _answer(self, call, status):
        call.read_output()
        call.is_answered = True
        asked = []
        try:
            if call.has_result:
                outcome, asked = call.outcome()
            else:
                outcome = call.outcome_without_result(status)
            line = answer_line(call.answer(outcome))
        except Exception:
            # Only a script that writes into the result pipe causes this.
            line = answer_line(call.answer({"error": "The script broke its own answer."}))
        self._answers.write(line)
        if self._models.learn(asked):
            gc.freeze()

    def _end(self):
        for process in self._running:
            kill(process)
        for process in self._running:
            os.waitpid(process, 0)
            kill_group(process)
        self._cell.close()
        os._exit(0)


def kill(process):
    kill_group(process)
    # The process may not have its own group yet.
    os.kill(process, signal.SIGKILL)


def kill_group(process):
    try:
        os.killpg(process, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        # The group is empty. macOS returns EPERM if all its processes have ended.
        pass


if __name__ == "__main__":
    cell = jail.enter(sys.argv[1:])
    # Imported after the jail is entered, so that the process outside stays small, and before the first script, so that no
    # script has to load it.
    import boto3  # noqa: F401
    from shared_models import SharedModels

    # Scripts find what is installed, not the worker's own modules.
    sys.path.pop(0)
    models = SharedModels()
    models.install()
    gc.collect()
    # The forks share this memory as long as the garbage collector does not touch it.
    gc.freeze()
    Worker(cell, models).main()
