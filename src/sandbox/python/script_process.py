"""The life of a script's process, from the fork to its end."""

import json
import os
import signal
import sys

import handler
import jail

# The file descriptor of the process's end of the result pipe.
RESULT = 3


def become_call(call, cell, models, result, output):
    """In the forked process: runs the script, writes the result, ends."""
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        jail.end_with_parent()
        arrange_descriptors(result, output)
        folder = cell.move_in(call.folder_name)
        os.chdir(folder)
        os.environ.update(call.request["environment"])
        os.environ.update(HOME=folder, TMPDIR=folder, PWD=folder)
        jail.limit()
        # The output of a script that is killed must not be lost.
        sys.stdout.reconfigure(line_buffering=True)
        request = call.request
        outcome = handler.run(
            request["script"],
            request["handler"],
            request["payload"],
            request["context"],
            # The path that AWS shows, wherever the folder is.
            f"/tmp/{call.folder_name}/customer_script.py",
        )
    except BaseException as error:
        outcome = handler.failure(f"The script could not be started: {type(error).__name__} - {error}")
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except BaseException:
        # The script closed or replaced them.
        pass
    try:
        write_all(RESULT, f"{outcome}\n{json.dumps(models.asked())}\n".encode("ascii"))
    finally:
        os._exit(0)


def arrange_descriptors(result, output):
    # Both are above 3: the worker has 0 to 2, its answers and its pipes.
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0, inheritable=True)
    os.dup2(output, 1, inheritable=True)
    os.dup2(output, 2, inheritable=True)
    os.dup2(result, RESULT, inheritable=False)
    os.closerange(RESULT + 1, os.sysconf("SC_OPEN_MAX"))


def write_all(descriptor, data):
    while data:
        data = data[os.write(descriptor, data) :]
