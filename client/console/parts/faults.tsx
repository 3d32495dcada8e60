import { useEffect, useRef } from 'react';
import type { UserErrorFieldsFragment } from '#sdk/generated/operations';

type Faults = readonly UserErrorFieldsFragment[];

/**
 * The expected outcomes that stopped a form. Those about one of `fields` are shown by the field itself; the focus goes
 * to the first of them, or else here, so that they are read out where the work stopped.
 */
export function Faults({ faults, fields }: { faults: Faults; fields: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  const others = faults.filter((fault) => !fields.includes(fault.path?.at(-1) ?? ''));
  useEffect(() => {
    if (!faults.length) return;
    const field = box.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (field ?? box.current)?.focus();
  }, [faults]);
  return (
    <div className={others.length ? 'failure' : 'faults-none'} role="alert" tabIndex={-1} ref={box}>
      {others.length > 0 && (
        <ul className="faults">
          {others.map((fault) => (
            <li key={`${fault.code} ${fault.path?.join('.')} ${fault.message}`}>
              {fault.message} <code>{fault.code}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The message about one input field, by the last segment of the fault's path. */
export function faultOf(faults: Faults, field: string): string | undefined {
  return faults.find((fault) => fault.path?.at(-1) === field)?.message;
}
