import type { UserFault } from '#domain/fault';
import type { Result } from '#domain/result';
import type { ExemptionRecord } from '../store/exemption';

export const exemptionPayload = (result: Result<ExemptionRecord, UserFault[]>) =>
  result.ok ? { exemption: result.value, userErrors: [] } : { exemption: null, userErrors: result.fault };
