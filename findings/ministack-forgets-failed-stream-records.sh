#!/bin/sh
# MiniStack 1.5.33 keeps ReportBatchItemFailures on the event source mapping of a DynamoDB stream, and says so, but reads no answer of the
# function: a record that it names as failed is never handed to it again, so a change is lost. It does read that answer for a queue.
# Lambda resumes a stream at the first record that failed (Lambda developer guide: "Configuring partial batch response with DynamoDB and
# Lambda"). Exits other than 0 if that is no longer so. Needs Python 3.11 with venv, and Node 20 or later, which runs the function.
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

CODE = """let failed = false;
exports.handler = async ({ Records }) => {
  console.log('heard ' + Records.map(({ body, dynamodb }) => body ?? dynamodb.Keys.id.S).join());
  if (failed) return {};
  failed = true;
  const { messageId, dynamodb } = Records[0];
  return { batchItemFailures: [{ itemIdentifier: messageId ?? dynamodb.SequenceNumber }] };
};"""

def client(service):
    return get_session().create_client(service, endpoint_url=sys.argv[1], region_name='us-east-1',
                                       aws_access_key_id='x', aws_secret_access_key='x')

functions, tables, queues, logs = (client(each) for each in ('lambda', 'dynamodb', 'sqs', 'logs'))
for _ in range(100):
    try:
        tables.list_tables()
        break
    except Exception:
        time.sleep(0.3)

def function(name):
    package = io.BytesIO()
    with zipfile.ZipFile(package, 'w') as written:
        written.writestr('index.js', CODE)
    functions.create_function(FunctionName=name, Runtime='nodejs20.x', Handler='index.handler',
                              Role='arn:aws:iam::000000000000:role/x', Code={'ZipFile': package.getvalue()})
    functions.get_waiter('function_active_v2').wait(FunctionName=name)

def feed(name, source, **more):
    mapping = functions.create_event_source_mapping(FunctionName=name, EventSourceArn=source,
                                                    FunctionResponseTypes=['ReportBatchItemFailures'], **more)
    return mapping['FunctionResponseTypes']

def heard(name):
    """How often the function was invoked, once it was twice, or within 15 seconds."""
    for _ in range(50):
        try:
            events = logs.filter_log_events(logGroupName='/aws/lambda/' + name, filterPattern='heard')['events']
        except logs.exceptions.ResourceNotFoundException:
            events = []
        if len(events) > 1:
            break
        time.sleep(0.3)
    return len(events)

function('of-queue')
queue = queues.create_queue(QueueName='q', Attributes={'VisibilityTimeout': '3'})['QueueUrl']
arn = queues.get_queue_attributes(QueueUrl=queue, AttributeNames=['QueueArn'])['Attributes']['QueueArn']
feed('of-queue', arn)
queues.send_message(QueueUrl=queue, MessageBody='a')

function('of-stream')
table = tables.create_table(TableName='table', BillingMode='PAY_PER_REQUEST',
                            KeySchema=[{'AttributeName': 'id', 'KeyType': 'HASH'}],
                            AttributeDefinitions=[{'AttributeName': 'id', 'AttributeType': 'S'}],
                            StreamSpecification={'StreamEnabled': True, 'StreamViewType': 'KEYS_ONLY'})
says = feed('of-stream', table['TableDescription']['LatestStreamArn'], StartingPosition='TRIM_HORIZON')
tables.put_item(TableName='table', Item={'id': {'S': 'a'}})

seen = (says, heard('of-queue'), heard('of-stream'))
print('MiniStack 1.5.33: the mapping of the stream has %s; of a queue the function heard %d times, of a stream %d' % seen)
sys.exit(0 if seen == (['ReportBatchItemFailures'], 2, 1) else 1)
PY
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
GATEWAY_PORT=$port PATH="$work/venv/bin:$PATH" venv/bin/ministack >log 2>&1 &
server=$!
venv/bin/python try.py "http://127.0.0.1:$port"
