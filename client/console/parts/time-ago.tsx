import { useEffect, useState } from 'react';
import { formatAbsolute, formatRelative } from '../format/time';

const tickMs = 30_000;

/** "3 minutes ago", kept current, with the whole time as its title. */
export function TimeAgo({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={formatAbsolute(at)}>
      {formatRelative(at, Math.max(now, Date.parse(at)))}
    </time>
  );
}
