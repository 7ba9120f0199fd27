"""A plugin of AWS CLI 1, which sends some services to AWS itself unless its command line names an endpoint."""
import os


def awscli_initialize(event_hooks):
    event_hooks.register_first("before-building-argument-table-parser", _name_endpoint)


def _name_endpoint(parsed_globals, **_):
    # Not S3 Control: its endpoint has a variable of its own.
    if parsed_globals.endpoint_url is None and parsed_globals.command != "s3control":
        parsed_globals.endpoint_url = os.environ.get("AWS_ENDPOINT_URL") or None
