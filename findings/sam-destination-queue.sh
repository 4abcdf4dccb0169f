#!/usr/bin/env bash
# aws-sam-translator 1.115.0 (PyPI): `!Ref Function.DestinationQueue` is documented as the queue that SAM makes for
# EventInvokeConfig's destination. When an event of the same function has a dead-letter queue that SAM makes
# (DeadLetterConfig: {Type: SQS}), the reference leads to that one instead: the last queue made for the function counts.
# Seen 2026-11: {"Ref": "HearEvQueue"} where {"Ref": "HearEventInvokeConfigOnFailureQueue"} is meant.
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


def output(dead_letters):
    properties = {"Pattern": {"source": ["depot"]}}
    if dead_letters:
        properties["DeadLetterConfig"] = {"Type": "SQS"}
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Hear": {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "Runtime": "nodejs24.x",
                    "Handler": "index.handler",
                    "InlineCode": "exports.handler = async () => 1",
                    "EventInvokeConfig": {"DestinationConfig": {"OnFailure": {"Type": "SQS"}}},
                    "Events": {"Ev": {"Type": "EventBridgeRule", "Properties": properties}},
                },
            }
        },
        "Outputs": {"Failures": {"Value": {"Ref": "Hear.DestinationQueue"}}},
    }
    return transform(template, {}, NoOtherPolicies())["Outputs"]["Failures"]["Value"]


without, beside = output(False), output(True)
print("without a dead-letter queue:", without)
print("beside a dead-letter queue: ", beside)
sys.exit(without != {"Ref": "HearEventInvokeConfigOnFailureQueue"} or beside != {"Ref": "HearEvQueue"})
PYTHON
