/** The shape of the list while it is read for the first time. */
export function FleetSkeleton() {
  return (
    <div className="skeleton" role="status">
      <span className="unseen">Loading the blueprints…</span>
      {Array.from({ length: 6 }, (_, at) => (
        <div key={at} className="skeleton-row" aria-hidden="true">
          <span />
          <span />
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}
