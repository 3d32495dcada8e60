import { useEffect, useRef } from 'react';
import type { UserErrorFieldsFragment } from '#sdk/generated/operations';

/** The expected outcomes that stopped a form; takes the focus, so that they are read out where the work stopped. */
export function Faults({ faults }: { faults: readonly UserErrorFieldsFragment[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length) box.current?.focus();
  }, [faults]);
  if (!faults.length) return null;
  return (
    <div className="failure" role="alert" tabIndex={-1} ref={box}>
      <ul className="faults">
        {faults.map((fault) => (
          <li key={`${fault.code} ${fault.path?.join('.')} ${fault.message}`}>
            {fault.message} <code>{fault.code}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The message about one input field, by the last segment of the fault's path. */
export function faultOf(faults: readonly UserErrorFieldsFragment[], field: string): string | undefined {
  return faults.find((fault) => fault.path?.at(-1) === field)?.message;
}
