import type { LintelError } from '#sdk/error';

const advice: Record<string, string> = {
  NETWORK_ERROR: 'Check your connection; nothing was lost.',
  TIMEOUT: 'The server is slow or busy. Try again in a moment.',
  SERVICE_UNAVAILABLE: 'The server is starting or being updated. Try again in a moment.',
  SUBGRAPH_UNAVAILABLE: 'One of the services is not reachable now. Try again in a moment.',
  RATE_LIMITED: 'Too many calls in a short time. Wait a little before the next one.',
  FORBIDDEN: 'Your role does not allow this. An owner of the organisation can change it.',
};

/** What went wrong, what helps, and what to quote to the operator. */
export function Failure({ title, error, retry }: { title: string; error: LintelError; retry?: () => void }) {
  return (
    <div className="failure" role="alert">
      <p className="failure-title">{title}</p>
      <p>{error.message}</p>
      {advice[error.code] && <p className="muted">{advice[error.code]}</p>}
      <p className="failure-facts">
        <code>{error.code}</code>
        {error.requestId && (
          <>
            {' · request '}
            <code>{error.requestId}</code>
          </>
        )}
      </p>
      {retry && (
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
