import { type FormEvent, useCallback, useState } from 'react';
import { LintelError } from '#sdk/error';
import type { UserErrorFieldsFragment } from '#sdk/generated/operations';

interface Submission {
  busy: boolean;
  faults: readonly UserErrorFieldsFragment[];
  error?: LintelError;
}

const idle: Submission = { busy: false, faults: [] };

/**
 * A form's submission: runs the action once at a time, and keeps its expected outcomes and its failure apart.
 * The action returns the userErrors that stopped it, or none.
 */
export function useSubmit(action: (form: FormData) => Promise<readonly UserErrorFieldsFragment[]>) {
  const [state, setState] = useState<Submission>(idle);
  const submit = useCallback(
    async (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      if (state.busy) return;
      const form = new FormData(event.currentTarget);
      setState({ busy: true, faults: [] });
      try {
        setState({ busy: false, faults: await action(form) });
      } catch (fault) {
        setState({ busy: false, faults: [], error: fault instanceof LintelError ? fault : undefined });
        if (!(fault instanceof LintelError)) throw fault;
      }
    },
    [action, state.busy],
  );
  const reset = useCallback(() => setState(idle), []);
  return { ...state, submit, reset };
}
