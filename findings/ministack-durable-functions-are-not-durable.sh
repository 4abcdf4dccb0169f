#!/bin/sh
# MiniStack 1.5.33 has Lambda's durable executions, but starts one only if the function's DurableConfig has a field `Enabled`. Lambda's API has no
# such field (Lambda API reference: DurableConfig), so that botocore refuses it. A function that is
# made durable by a client of AWS is described with its DurableConfig, and runs as any other: it gets the bare payload in place of
# an execution, has none afterwards, and may be invoked without a version, which Lambda refuses (Lambda developer guide: "Invoking durable Lambda
# functions"). Exits other than 0 if that is no longer so. Needs Python 3.11 with venv, and Node 20 or later, which runs the function.
set -eu
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
server=
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet ministack==1.5.33 cryptography==50.0.2 botocore==1.43.106
cat >try.py <<'PY'
import io, json, sys, time, zipfile
from botocore.session import get_session

functions = get_session().create_client('lambda', endpoint_url=sys.argv[1], region_name='us-east-1',
                                        aws_access_key_id='x', aws_secret_access_key='x')
for _ in range(100):
    try:
        functions.list_functions()
        break
    except Exception:
        time.sleep(0.3)

fields = functions.meta.service_model.shape_for('DurableConfig').members
package = io.BytesIO()
with zipfile.ZipFile(package, 'w') as written:
    written.writestr('index.js', 'exports.handler = async (event) => ({ keys: Object.keys(event) });')
functions.create_function(FunctionName='f', Runtime='nodejs22.x', Handler='index.handler',
                          Role='arn:aws:iam::000000000000:role/x', Code={'ZipFile': package.getvalue()},
                          DurableConfig={'ExecutionTimeout': 60, 'RetentionPeriodInDays': 1})
functions.get_waiter('function_active_v2').wait(FunctionName='f')
says = functions.get_function_configuration(FunctionName='f').get('DurableConfig')
got = json.loads(functions.invoke(FunctionName='f', Payload=b'{"order":1}')['Payload'].read())
executions = functions.list_durable_executions_by_function(FunctionName='f')['DurableExecutions']
print('MiniStack 1.5.33: the function has %s; its handler got the fields %s, and it has %d executions; botocore knows the fields %s'
      % (json.dumps(says, sort_keys=True), got.get('keys'), len(executions), sorted(fields)))
seen = (says, got, executions, 'Enabled' in fields)
sys.exit(0 if seen == ({'ExecutionTimeout': 60, 'RetentionPeriodInDays': 1}, {'keys': ['order']}, [], False) else 1)
PY
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
GATEWAY_PORT=$port PATH="$work/venv/bin:$PATH" venv/bin/ministack >log 2>&1 &
server=$!
venv/bin/python try.py "http://127.0.0.1:$port"
