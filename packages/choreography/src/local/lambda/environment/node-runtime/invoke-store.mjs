const REQUEST_ID = Symbol.for('_AWS_LAMBDA_REQUEST_ID');
const X_RAY_TRACE_ID = Symbol.for('_AWS_LAMBDA_X_RAY_TRACE_ID');
const TENANT_ID = Symbol.for('_AWS_LAMBDA_TENANT_ID');
const PROTECTED = [REQUEST_ID, X_RAY_TRACE_ID, TENANT_ID];

/** `awslambda.InvokeStore` of Node.js 24: what libraries ask for the invocation under way. */
export class InvokeStore {
  #context;

  /** Begins an invocation. */
  begin({ requestId, traceId }) {
    this.#context = { [REQUEST_ID]: requestId, [X_RAY_TRACE_ID]: traceId };
  }

  getContext = () => this.#context;
  hasContext = () => this.#context !== undefined;
  get = (key) => this.#context?.[key];
  getRequestId = () => this.get(REQUEST_ID) ?? '-';
  getXRayTraceId = () => this.get(X_RAY_TRACE_ID);
  getTenantId = () => this.get(TENANT_ID);
  isProtectedKey = (key) => PROTECTED.includes(key);

  set = (key, value) => {
    if (this.isProtectedKey(key)) throw new Error(`Cannot modify protected Lambda context field: ${String(key)}`);
    this.#context = { ...this.#context, [key]: value };
  };

  run = (context, action) => {
    this.#context = context;
    return action();
  };
}
