"""What both workers share: JSON lines, requests from standard input and answers to standard output."""

import json
import os
import threading


def answer_line(answer, default=None):
    # Only ASCII, because the reader treats some of Unicode's line separators as line ends.
    return json.dumps(answer, allow_nan=False, default=default).encode("ascii") + b"\n"


class Answers:
    """Reserves standard output for answers, so that nothing else is printed between them."""

    def __init__(self):
        self._descriptor = os.dup(1)
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def write(self, line):
        with self._lock:
            while line:
                line = line[os.write(self._descriptor, line) :]
