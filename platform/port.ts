import { createServer } from 'node:net';

/** What to tell the operator when a server cannot listen: the port and the way out instead of an errno. Other faults stay as they are. */
export function portFault(fault: NodeJS.ErrnoException, port: number): Error {
  if (fault.code === 'EADDRINUSE')
    return new Error(`Port ${port} is in use. Stop what listens there, or set PORT to another one.`, { cause: fault });
  if (fault.code === 'EACCES')
    return new Error(`Port ${port} may not be used by this account. Set PORT to one above 1023.`, { cause: fault });
  return fault;
}

/**
 * Finds out at once whether the port can be had, before anything that takes seconds is started. Another process may still
 * take it meanwhile. 0 is always free.
 *
 * @throws Error with the way out
 */
export function checkPort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (fault) => reject(portFault(fault, port)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
