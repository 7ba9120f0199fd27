"""Asks every service of botocore for one operation, and for one of each host prefix. Prints what is asked of whom, as JSON.

Nothing is sent: what would be is answered here.
"""
import json
import os

import botocore.session
from botocore import xform_name
from botocore.awsrequest import AWSResponse
from botocore.config import Config

requested = []


class NoContent:
    def stream(self, *_, **__):
        return iter([b""])


def answer(request, **_):
    requested.append(request.url)
    return AWSResponse(request.url, 400, {}, NoContent())


def value(shape, depth=0):
    """The least that the shape requires."""
    kind = shape.type_name
    if kind == "structure":
        return {name: value(shape.members[name], depth + 1) for name in shape.required_members if depth < 6}
    if kind == "list":
        return [value(shape.member, depth + 1)]
    if kind == "map":
        return {}
    if kind == "string":
        return shape.enum[0] if shape.enum else "111111111111" if "ccount" in shape.name else "x" * 20
    return {"boolean": True, "blob": b"x", "timestamp": 0, "float": 1.0, "double": 1.0}.get(kind, 1)


def operations(model):
    """One of each host prefix, and of none."""
    by_prefix = {}
    for name in model.operation_names:
        operation = model.operation_model(name)
        if not operation.has_event_stream_input:
            by_prefix.setdefault((operation.endpoint or {}).get("hostPrefix"), operation)
    return by_prefix.values()


session = botocore.session.Session()
config = Config(retries={"total_max_attempts": 1}, parameter_validation=False)
gateway = os.environ["AWS_ENDPOINT_URL"].rpartition(":")[2]
elsewhere, silent = {}, []
for service in session.get_available_services():
    client = session.create_client(service, config=config)
    client.meta.events.register_first("before-send", answer)
    for operation in operations(client.meta.service_model):
        requested.clear()
        try:
            method = getattr(client, xform_name(operation.name), None)
            if method:
                method(**(value(operation.input_shape) if operation.input_shape else {}))
        except Exception:  # noqa: BLE001 -- an answer without content is an error of many kinds
            pass
        if not requested:
            silent.append(f"{service}:{operation.name}")
        for url in requested:
            host = url.split("/")[2].rpartition("@")[2]
            if host not in (f"127.0.0.1:{gateway}", f"localhost:{gateway}"):
                elsewhere[f"{service}:{operation.name}"] = url
print(json.dumps({"services": len(session.get_available_services()), "elsewhere": elsewhere, "silent": silent}))
