"""What both workers share: JSON lines, requests from standard input and answers to standard output."""

import json
import os
import threading


def answer_line(answer, default=None):
    # ASCII only: the reader takes some of Unicode's line separators for ends of lines.
    return json.dumps(answer, allow_nan=False, default=default).encode("ascii") + b"\n"


class Answers:
    """Standard output, taken away from whatever else prints, so that nothing gets between the answers."""

    def __init__(self):
        self._descriptor = os.dup(1)
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def write(self, line):
        with self._lock:
            while line:
                line = line[os.write(self._descriptor, line) :]
