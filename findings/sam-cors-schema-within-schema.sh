#!/usr/bin/env bash
# aws-sam-translator 1.115.0 (PyPI): with `OpenApiVersion: 3.0.1`, the headers of the `OPTIONS` answer that `Cors` makes have
# their type in a `schema`, as OpenAPI 3 has it. With `Models` beside it, the same step runs twice, and the type is in a
# `schema` within a `schema`, which OpenAPI 3 has not.
# Seen 2026-11: {"schema": {"type": "string"}} without models, {"schema": {"schema": {"type": "string"}}} with them.
# Exits 0 while that is so, 1 once it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aws-sam-translator==1.115.0
AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" - <<'PYTHON'
import logging
import sys

logging.disable(logging.CRITICAL)
from samtranslator.translator.transform import transform


class NoOtherPolicies:
    def load(self):
        return {}


def header(more):
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Web": {
                "Type": "AWS::Serverless::Api",
                "Properties": {"StageName": "live", "OpenApiVersion": "3.0.1", "Cors": "'*'", **more},
            },
            "Answer": {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "Runtime": "nodejs24.x",
                    "Handler": "index.handler",
                    "InlineCode": "exports.handler = async () => 1",
                    "Events": {
                        "Get": {"Type": "Api", "Properties": {"RestApiId": {"Ref": "Web"}, "Path": "/a", "Method": "get"}}
                    },
                },
            },
        },
    }
    body = transform(template, {}, NoOtherPolicies())["Resources"]["Web"]["Properties"]["Body"]
    return body["paths"]["/a"]["options"]["responses"]["200"]["headers"]["Access-Control-Allow-Origin"]


without, beside = header({}), header({"Models": {"Order": {"type": "object"}}})
print("without models:", without)
print("beside models: ", beside)
once = {"schema": {"type": "string"}}
sys.exit(without != once or beside != {"schema": once})
PYTHON
