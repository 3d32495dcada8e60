import { useCallback, useEffect, useMemo, useState } from 'react';
import type { LintelClient } from '#sdk/client';
import type { LintelError } from '#sdk/error';
import type { UserErrorFieldsFragment } from '#sdk/generated/operations';

interface ProjectName {
  id: string;
  name: string;
}

/** The projects of an organisation; a project that is created joins the list. */
export function useProjects(client: LintelClient, organizationId: string) {
  const [list, setList] = useState<ProjectName[]>();
  const [error, setError] = useState<LintelError>();

  const reload = useCallback(
    (signal?: AbortSignal) => {
      setError(undefined);
      client.projects({ organizationId }, { signal }).then(
        (projects) => setList(projects?.nodes ?? []),
        (fault: LintelError) => (signal?.aborted ? undefined : setError(fault)),
      );
    },
    [client, organizationId],
  );
  useEffect(() => {
    const controller = new AbortController();
    reload(controller.signal);
    return () => controller.abort();
  }, [reload]);

  const chosenOrCreated = useCallback(
    async (projectId: string, name: string): Promise<ProjectName | { faults: readonly UserErrorFieldsFragment[] }> => {
      const chosen = list?.find((one) => one.id === projectId);
      if (chosen) return chosen;
      const { project, userErrors } = await client.createProject({ organizationId, name: name.trim() });
      if (!project) return { faults: userErrors };
      setList((before) => [...(before ?? []), project]);
      return project;
    },
    [client, organizationId, list],
  );
  return useMemo(() => ({ list, error, reload: () => reload(), chosenOrCreated }), [list, error, reload, chosenOrCreated]);
}
