import type { Enforcement, EnforcementSetting } from '#domain/policy/verdict';
import type { Database } from './database';

/** At most one of projectId and environmentId is set; neither means the whole organisation. */
export interface EnforcementSettingRecord extends EnforcementSetting {
  organizationId: string;
  setById: string | null;
  setAt: Date;
}

export const enforcementSettingStore = (db: Database) => ({
  async ofOrganizations(organizationIds: readonly string[]): Promise<EnforcementSettingRecord[]> {
    const rows = await db.enforcementSetting.findMany({ where: { organizationId: { in: [...organizationIds] } } });
    return rows.map(({ scopeId: _scopeId, enforcement, ...row }) => ({ ...row, enforcement: enforcement as Enforcement }));
  },

  async put(setting: EnforcementSettingRecord): Promise<void> {
    const { organizationId, policyId, enforcement, setById, setAt } = setting;
    const scopeId = setting.environmentId ?? setting.projectId ?? '';
    await db.enforcementSetting.upsert({
      where: { organizationId_policyId_scopeId: { organizationId, policyId, scopeId } },
      create: { ...setting, scopeId },
      update: { enforcement, setById, setAt },
    });
  },
});
