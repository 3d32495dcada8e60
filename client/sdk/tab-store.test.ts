import { describe, expect, it } from '@jest/globals';
import { createTabStore, type TabWindow } from './tab-store';

const key = 'token';

/** A tab with one page open; `duplicate` copies its storage as a browser does. */
function openTab(stored = new Map<string, string>()) {
  const listeners: Record<string, (event: PageTransitionEvent) => void> = {};
  let reloads = 0;
  const tab = {
    sessionStorage: {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
    },
    addEventListener: (type: string, listener: (event: PageTransitionEvent) => void) => void (listeners[type] = listener),
    location: { reload: () => void (reloads += 1) },
  } as unknown as TabWindow;
  const fire = (type: string, persisted = false) => listeners[type]?.({ persisted } as PageTransitionEvent);
  return {
    store: createTabStore(key, tab),
    stored,
    fire,
    reloads: () => reloads,
    duplicate: () => openTab(new Map(stored)),
    next: () => (fire('pagehide'), openTab(stored)),
  };
}

describe('the refresh token of a tab', () => {
  it('is handed from a page to the next one of the tab', () => {
    const tab = openTab();
    tab.store.write('r1');
    expect(tab.next().store.read()).toBe('r1');
  });

  it('stays with the tab when it is duplicated', () => {
    const tab = openTab();
    tab.store.write('r1');
    expect(tab.duplicate().store.read()).toBeUndefined();
    expect(tab.next().duplicate().store.read()).toBeUndefined();
  });

  it('leaves nothing behind after it was forgotten', () => {
    const tab = openTab();
    tab.store.write('r1');
    tab.store.write(undefined);
    expect(tab.next().store.read()).toBeUndefined();
  });

  it('is not put back by a page from the page cache, which reloads instead', () => {
    const tab = openTab();
    tab.store.write('r1');
    const next = tab.next();
    next.store.write('r2');
    next.fire('pagehide');
    tab.fire('pageshow', true);
    tab.fire('pagehide');
    expect(tab.reloads()).toBe(1);
    expect(tab.stored.get(key)).toBe('r2');
  });
});
