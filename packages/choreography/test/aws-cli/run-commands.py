"""Runs commands of the AWS CLI, one after the other, in one process.

Reads a line of JSON a command: its words and what its environment has more than this process; writes a line of JSON with
its exit code and what it wrote. The first line that is written says that the CLI is there.
"""

import io
import json
import os
import sys

from awscli.clidriver import create_clidriver

answers, inherited = sys.stdout, dict(os.environ)


def answer(**fields):
    answers.write(json.dumps(fields) + "\n")
    answers.flush()


answer(ready=True)
for line in sys.stdin:
    command = json.loads(line)
    os.environ.clear()
    os.environ.update(inherited | command["env"])
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    try:
        code = create_clidriver().main(command["words"])
    except SystemExit as exit:
        code = exit.code
    stdout, stderr = (stream.buffer.getvalue().decode() for stream in (sys.stdout, sys.stderr))
    answer(code=code, stdout=stdout, stderr=stderr)
