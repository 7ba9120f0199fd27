"""Reads requests of AWS clients, and writes the answers in the protocol of each service, with botocore's models and moto's parsers.

Standard input, one JSON object per line: `{"id", "request": {"method", "url", "headers", "body"}}`, which is answered with
`{"id", "call": {"service", "api", "region", "parameters"}}`; and `{"id", "answer": {"request", "value" or "error"}}`, which is
answered with `{"id", "response": {"status", "headers", "body"}}`. Bodies are in base64. A fault is `{"id", "fault"}`.
"""

import base64
import datetime
import json
import re
import sys
from urllib.parse import unquote, urlsplit

from worker_protocol import Answers, answer_line

# boto3's clients whose name is not that of the signature.
CLIENTS = {
    "monitoring": ["cloudwatch"],
    "tagging": ["resourcegroupstaggingapi"],
    "elasticloadbalancing": ["elbv2", "elb"],
    "email": ["ses", "sesv2"],
    "ses": ["sesv2", "ses"],
    "states": ["stepfunctions"],
    "elasticmapreduce": ["emr"],
    "aps": ["amp"],
    "rds": ["rds", "docdb", "neptune"],
    "es": ["opensearch", "es"],
    "servicecatalog": ["servicecatalog", "servicecatalog-appregistry"],
    "cassandra": ["keyspaces"],
    "execute-api": ["apigatewaymanagementapi"],
}
CREDENTIAL = re.compile(r"Credential=[^/]*/[^/]*/([^/]*)/([^/]*)/")


class Fault(Exception):
    """A request that cannot be read."""


def models():
    # Imported when they are needed: this Python may lack moto.
    try:
        from moto.core.utils import get_service_model
    except ImportError as error:
        raise Fault(f"this Python has no moto ({error}), which reads and writes the protocols of AWS") from None
    return get_service_model


def read(request):
    parsed = werkzeug_request(request)
    service, region = signer(parsed)
    for name in CLIENTS.get(service, [service]):
        try:
            model = models()(name)
        except Fault:
            raise
        except Exception:
            continue
        operation, uri = operation_of(model, parsed)
        if operation is not None:
            return name, model, operation, region, parsed, uri
    raise Fault(f"the operation {parsed.method} {parsed.path} of {service} is not known")


def werkzeug_request(request):
    from werkzeug.wrappers import Request

    url = urlsplit(request["url"])
    return Request.from_values(
        method=request["method"],
        path=url.path,
        query_string=url.query,
        data=base64.b64decode(request["body"]),
        headers=[(name, value) for name, value in request["headers"].items()],
    )


def signer(parsed):
    match = CREDENTIAL.search(parsed.headers.get("Authorization", "") or parsed.args.get("X-Amz-Credential", ""))
    if match is None:
        raise Fault("the request is not signed")
    return match.group(2), match.group(1)


def operation_of(model, parsed):
    target = parsed.headers.get("X-Amz-Target")
    if target is not None:
        return by_name(model, target.split(".")[-1]), {}
    action = parsed.values.get("Action")
    if action is not None and model.protocol in ("query", "ec2"):
        return by_name(model, action), {}
    return by_route(model, parsed)


def by_name(model, name):
    return model.operation_model(name) if name in model.operation_names else None


def by_route(model, parsed):
    """The operation whose method and path fit best: the one with the most fixed parts, and whose query is in the request."""
    found = []
    for name in model.operation_names:
        operation = model.operation_model(name)
        http = operation.http
        if http.get("method") != parsed.method or "requestUri" not in http:
            continue
        path, _, query = http["requestUri"].partition("?")
        wanted = [each.partition("=") for each in query.split("&") if each]
        if not all(key in parsed.args and value in ("", parsed.args[key]) for key, _, value in wanted):
            continue
        pattern = re.sub(
            r"\\?\{(\w+)(\\?\+)?\\?\}",
            lambda match: f"(?P<{match.group(1)}>{'.+' if match.group(2) else '[^/]+'})",
            re.escape(path.rstrip("/")),
        )
        match = re.fullmatch(pattern + "/?", parsed.path)
        if match is not None:
            found.append(((len(wanted), -len(match.groupdict())), operation, match.groupdict()))
    if not found:
        return None, {}
    _, operation, uri = max(found, key=lambda each: each[0])
    return operation, uri


def call(request):
    from moto.core.parse import PROTOCOL_PARSERS
    from moto.core.request import determine_request_protocol

    name, model, operation, region, parsed, uri = read(request)
    protocol = determine_request_protocol(model, parsed.content_type)
    parameters = PROTOCOL_PARSERS[protocol](operation).parse(
        {
            "body": parsed.get_data(),
            "headers": parsed.headers,
            "method": parsed.method,
            "url_params": {key: unquote(value) for key, value in uri.items()},
            "url_path": parsed.path,
            "values": parsed.values,
        }
    )
    return {"service": name, "api": operation.name, "region": region, "parameters": parameters}


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


def response(answer):
    from moto.core.request import determine_request_protocol
    from moto.core.serialize import SerializationContext, get_serializer_class

    name, model, operation, _, parsed, _ = read(answer["request"])
    protocol = determine_request_protocol(model, parsed.content_type)
    serializer = get_serializer_class(name, protocol)(
        operation_model=operation, context=SerializationContext("00000000-0000-4000-8000-000000000000")
    )
    error = answer.get("error")
    result = serializer.serialize(answer.get("value") if error is None else Refused(error["code"], error["message"]))
    body = result["body"] if isinstance(result["body"], bytes) else (result["body"] or "").encode()
    return {
        "status": result["status_code"],
        "headers": dict(result["headers"]),
        "body": base64.b64encode(body).decode("ascii"),
    }


def as_json(value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return value.decode("utf-8", "replace")
    return str(value)


def main():
    answers = Answers()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        if "cancel" in asked:
            continue
        try:
            if "request" in asked:
                answer = {"id": asked["id"], "call": call(asked["request"])}
            else:
                answer = {"id": asked["id"], "response": response(asked["answer"])}
            line = answer_line(answer, default=as_json)
        except Exception as error:
            line = answer_line({"id": asked["id"], "fault": f"{error}" or type(error).__name__})
        answers.write(line)


if __name__ == "__main__":
    main()
