/**
 * The modules that CloudFormation adds to inline code that loads them (template reference: "cfn-response module"): what they send
 * is the response to the request of a custom resource.
 */
export function inlineModules(code: string): Record<string, Uint8Array> {
  return {
    ...(/require\(\s*['"`]cfn-response['"`]\s*\)/.test(code) && {
      'node_modules/cfn-response.js': Buffer.from(FOR_NODE),
    }),
    ...(/\bimport\s+cfnresponse\b|\bfrom\s+cfnresponse\b/.test(code) && { 'cfnresponse.py': Buffer.from(FOR_PYTHON) }),
  };
}

const FOR_NODE = `exports.SUCCESS = 'SUCCESS';
exports.FAILED = 'FAILED';

exports.send = async (event, context, status, data, physicalId, noEcho) => {
  const { StackId, RequestId, LogicalResourceId } = event;
  const response = {
    Status: status,
    Reason: 'See the log stream ' + context.logStreamName,
    PhysicalResourceId: physicalId || context.logStreamName,
    StackId,
    RequestId,
    LogicalResourceId,
    NoEcho: noEcho || false,
    Data: data,
  };
  await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify(response) });
  context.done?.();
};
`;

const FOR_PYTHON = `import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
    response = {
        "Status": responseStatus,
        "Reason": reason or "See the log stream " + context.log_stream_name,
        "PhysicalResourceId": physicalResourceId or context.log_stream_name,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": noEcho,
        "Data": responseData,
    }
    request = urllib.request.Request(event["ResponseURL"], data=json.dumps(response).encode(), method="PUT")
    urllib.request.urlopen(request).close()
`;
