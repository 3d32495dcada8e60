/** How many failures within the window are let through before attempts are refused. */
export interface LoginLimits {
  windowSeconds: number;
  perAccount: number;
  perAddress: number;
}

/**
 * Whether another attempt to sign in may be made now.
 *
 * @param failures times of the failures within the window, oldest first, of the account and of the address
 * @returns seconds to wait; 0: go ahead
 */
export function loginDelay(failures: { account: Date[]; address: Date[] }, limits: LoginLimits, now: Date): number {
  const wait = (times: Date[], most: number): number => {
    if (times.length < most) return 0;
    const opensAt = times[times.length - most]!.getTime() + limits.windowSeconds * 1000;
    return Math.max(0, Math.ceil((opensAt - now.getTime()) / 1000));
  };
  return Math.max(wait(failures.account, limits.perAccount), wait(failures.address, limits.perAddress));
}
