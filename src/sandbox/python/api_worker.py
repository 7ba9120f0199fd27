"""Calls AWS's API with botocore, the core of boto3, on which AWS's own executeAwsApi is based.

Standard input: `{"id", "service", "api", "parameters", "region", "credentials"}` and `{"cancel": id}`, one per line. The
answers: `{"id", "value"}` or `{"id", "error": {"code", "message", "operation"}}`.
"""

import base64
import datetime
import difflib
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.exceptions import ClientError

from worker_protocol import Answers, answer_line

# The number of requests that moto gets at once. Calls mostly wait.
CONCURRENT_CALLS = 64

SETTINGS = Config(
    # moto does not throttle, so a call that fails three times in a row will not succeed.
    retries={"mode": "standard", "total_max_attempts": 3},
    connect_timeout=5,
    # AWS allows 25 seconds for a call.
    read_timeout=25,
    max_pool_connections=CONCURRENT_CALLS,
    s3={"addressing_style": "path"},
    parameter_validation=True,
)


# boto3 returns the answer of a Lambda function as a stream, aws:invokeLambdaFunction as a string. Lambda limits its size.
STREAMED_STRINGS = {("lambda", "Invoke"): "Payload"}


class Refusal(Exception):
    """A call that was refused before it was sent to a service."""

    def __init__(self, code, message, operation):
        super().__init__(message)
        self.code = code
        self.operation = operation


class CallersCredentials(Credentials):
    """The credentials of the call that the current thread makes.

    Every execution has its own credentials, but all share the clients, because a client costs ten times as much as a call.
    """

    def __init__(self):
        super().__init__("", "")
        self._of_thread = threading.local()

    def use(self, credentials):
        self._of_thread.frozen = ReadOnlyCredentials(
            credentials["accessKeyId"], credentials["secretAccessKey"], credentials.get("sessionToken")
        )

    # The credentials with which requests are signed.
    def get_frozen_credentials(self):
        return self._of_thread.frozen

    # Makes this object a session's credential provider too.
    def load_credentials(self):
        return self


class Api:
    def __init__(self, endpoint):
        self._endpoint = endpoint
        self._credentials = CallersCredentials()
        self._session = botocore.session.get_session()
        self._session.register_component("credential_provider", self._credentials)
        self._services = {plain(name): name for name in self._session.get_available_services()}
        self._clients = {}
        self._operations = {}
        self._lock = threading.Lock()

    def call(self, request):
        self._credentials.use(request["credentials"])
        client = self._client(request["service"], request["region"], request["api"])
        operation = self._operation(client, request["api"])
        # Errors name the operation as AWS does.
        request["api"] = operation
        response = getattr(client, xform_name(operation))(**request["parameters"])
        streamed = STREAMED_STRINGS.get((client.meta.service_model.service_name, operation))
        if streamed in response:
            response[streamed] = response[streamed].read().decode(errors="replace")
        return response

    def _client(self, service, region, api):
        name = self._services.get(plain(service))
        if name is None:
            raise Refusal("UnknownServiceError", unknown("service", service, self._services), api)
        with self._lock:
            client = self._clients.get((name, region))
            if client is None:
                client = self._session.create_client(
                    name, region_name=region, endpoint_url=self._endpoint, config=SETTINGS
                )
                self._clients[name, region] = client
                self._operations[name] = {plain(known): known for known in client.meta.service_model.operation_names}
            return client

    def _operation(self, client, api):
        # AWS's runbooks use DescribeInstances, describe_instances and describeInstances. AWS does not document which
        # spellings it accepts. All that differ only in case, `_` and `-` are accepted here.
        model = client.meta.service_model
        operations = self._operations[model.service_name]
        operation = operations.get(plain(api))
        if operation is None:
            raise Refusal("UnknownOperation", unknown(f"operation of {model.service_name}", api, operations), api)
        shapes = model.operation_model(operation)
        # Only streaming output is refused: boto3 accepts a string for a streaming input, such as PutObject's body.
        is_string = (model.service_name, operation) in STREAMED_STRINGS
        if (shapes.has_streaming_output and not is_string) or shapes.has_event_stream_output:
            raise Refusal(
                "UnsupportedOperation",
                "Its answer is a stream, and aws:executeAwsApi does not support streaming operations. "
                "Call it with boto3 in an aws:executeScript step.",
                operation,
            )
        return operation


def plain(name):
    return name.replace("_", "").replace("-", "").lower()


def unknown(kind, given, known):
    near = difflib.get_close_matches(plain(given), known, n=3)
    hint = f" Did you mean {' or '.join(known[name] for name in near)}?" if near else ""
    return f"boto3 knows no {kind} named {given!r}.{hint}"


def as_json(value):
    """Converts types that JSON lacks. AWS does not document its date format, so ISO 8601 is used."""
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode("ascii")
    return str(value)


def error_of(error, request):
    if isinstance(error, ClientError):
        details = error.response.get("Error", {})
        return {
            "code": str(details.get("Code", "Unknown")),
            "message": str(details.get("Message", "")),
            "operation": error.operation_name,
        }
    if isinstance(error, Refusal):
        return {"code": error.code, "message": str(error), "operation": error.operation}
    return {"code": type(error).__name__, "message": str(error), "operation": request["api"]}


def main():
    answers = Answers()
    api = Api(os.environ["AWS_ENDPOINT_URL"])
    under_way = {}

    def answer(request):
        try:
            line = answer_line({"id": request["id"], "value": api.call(request)}, default=as_json)
        except Exception as error:
            line = answer_line({"id": request["id"], "error": error_of(error, request)})
        under_way.pop(request["id"], None)
        answers.write(line)

    pool = ThreadPoolExecutor(CONCURRENT_CALLS)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if "cancel" in request:
            call = under_way.pop(request["cancel"], None)
            if call is not None:
                call.cancel()
        else:
            call = under_way[request["id"]] = pool.submit(answer, request)
            if call.done():
                under_way.pop(request["id"], None)
    # Nobody reads the answers any more, so pending calls are abandoned.
    os._exit(0)


if __name__ == "__main__":
    main()
