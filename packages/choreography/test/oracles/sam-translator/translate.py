"""Translates SAM templates with AWS's own translator: one JSON template a line in, one answer a line out."""

import json
import logging
import sys

from samtranslator.model.exceptions import ExceptionWithMessage, InvalidDocumentException
from samtranslator.translator.transform import transform

logging.disable(logging.CRITICAL)


class NoOtherPolicies:
    """Stands for IAM, which is asked for managed policies that the translator does not know."""

    def load(self):
        return {}


def translated(template):
    try:
        return {"template": transform(template, {}, NoOtherPolicies())}
    except InvalidDocumentException as refusal:
        return {"refusals": [cause.message for cause in refusal.causes]}
    except ExceptionWithMessage as refusal:
        return {"refusals": [refusal.message]}
    except Exception as fault:  # what AWS's users see as "Internal transform failure"
        return {"refusals": [f"Internal transform failure: {type(fault).__name__}: {fault}"]}


for line in sys.stdin:
    print(json.dumps(translated(json.loads(line))), flush=True)
