import { useEffect, useRef, useState } from 'react';
import type { LintelClient } from '#sdk/client';
import { LintelError } from '#sdk/error';
import { announceDeployment, announceDrift } from './announcement';
import { isFinal, withDeployment, withDriftAlert } from './fleet';
import type { FleetActions } from './use-fleet';

/** Whether the list follows what happens. */
export type LiveState = 'connecting' | 'live' | 'interrupted';

const connectWithinMs = 1_500;
/** After a run ends, drift and health settle in other services: the list is read anew a moment later. */
const settleMs = 1_500;

interface Following {
  client: LintelClient;
  organizationId: string;
  actions: FleetActions;
  announce: (words: string) => void;
}

/**
 * Follows both streams of an organisation. The list is read once the connection stands (or is slow to), so that
 * nothing happens unseen between the two, and again after an interruption that no cursor can bridge.
 */
export function useLiveFleet({ client, organizationId, actions, announce }: Following): LiveState {
  const [live, setLive] = useState<LiveState>('connecting');
  const latest = useRef(actions); // so that a new search does not reopen the streams
  latest.current = actions;

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const reader = createReader(() => latest.current.reload());
    const { change, covers } = latest.current;
    const follow = async <Event>(stream: AsyncIterable<Event>, apply: (event: Event) => void) => {
      try {
        for await (const event of stream) apply(event);
      } catch (fault) {
        if (signal.aborted) return;
        setLive('interrupted');
        if (!(fault instanceof LintelError)) throw fault;
        announce(`Live updates stopped: ${fault.message}`);
        void reader.now();
      }
    };
    const stopListening = client.onConnection((state) => {
      if (state === 'connected') {
        setLive('live');
        void reader.now();
      } else if (state === 'disconnected') setLive('interrupted');
    });
    const impatient = setTimeout(() => void reader.unlessRead(), connectWithinMs);
    void follow(client.watchDeployments({ organizationId }, { signal }), (event) => {
      change((fleet) => withDeployment(fleet, event));
      const words = announceDeployment(event);
      if (words) announce(words);
      if (isFinal(event.status) || !covers(event.deployment.environment)) reader.soon();
    });
    void follow(client.watchDriftAlerts({ organizationId }, { signal }), (event) => {
      change((fleet) => withDriftAlert(fleet, event));
      announce(announceDrift(event));
      if (!covers(event.alert.environment)) reader.soon();
    });
    return () => {
      controller.abort();
      stopListening();
      clearTimeout(impatient);
      reader.stop();
    };
  }, [client, organizationId, announce]);
  return live;
}

/** Reads at once, once, or a moment later, however often it is asked in between. */
function createReader(reload: () => Promise<void>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = false;
  const now = () => {
    asked = true;
    return reload();
  };
  return {
    now,
    unlessRead: () => (asked ? undefined : now()),
    soon: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void now();
      }, settleMs);
    },
    stop: () => clearTimeout(timer),
  };
}
