"""Runs a script's handler as AWS does, and formats errors as AWS does."""

import json
import linecache
import sys
import traceback
import types

# More than AWS passes on, but little enough that one script cannot fill the sandbox's memory.
LONGEST_VALUE = 16 * 1024 * 1024
LONGEST_MESSAGE = 16 * 1024


def run(source, handler, events, context, file):
    """Returns `{"value": …}` with the handler's result, or `{"error": message}`, as JSON.

    file: the name that tracebacks show for the script
    """
    module = types.ModuleType("customer_script")
    module.__file__ = file
    sys.modules[module.__name__] = module
    # Without a modification time, so that linecache does not look for the file.
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    try:
        exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)
        function = getattr(module, handler, None)
        if not callable(function):
            return failure(f"The script has no function {handler!r}, which Handler names.")
        value = function(events, context)
    except BaseException as error:  # Including SystemExit, because the script must not end the worker
        return failure(rendered(error, file))
    try:
        text = json.dumps(value, allow_nan=False)
    except BaseException as error:
        return failure(f"What the handler returned cannot be written as JSON: {type(error).__name__} - {error}")
    if len(text) > LONGEST_VALUE:
        return failure(f"The handler returned {len(text)} bytes of JSON, more than {LONGEST_VALUE}.")
    return f'{{"value": {text}}}'


def failure(text):
    return json.dumps({"error": text})


def rendered(error, file):
    """AWS's format: the stack frames from the script on, an empty line, and `KeyError - 'x'`."""
    # walk_tb is used because extract_tb would mark columns, which AWS does not.
    frames = list(traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__)))
    own = next((index for index, frame in enumerate(frames) if frame.filename == file), len(frames))
    lines = traceback.StackSummary.from_list(frames[own:]).format()
    if own == len(frames) and isinstance(error, SyntaxError) and error.filename == file:
        lines = [f'  File "{file}", line {error.lineno}\n    {(error.text or "").strip()}\n']
    try:
        message = str(error)
    except BaseException:
        message = "<no message: its __str__ fails>"
    text = f"Traceback (most recent call last):\n{''.join(lines)}\n{type(error).__name__} - {message}"
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]} …"
