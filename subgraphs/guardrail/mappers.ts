import type { Connection } from '#platform/page';
import type { PolicyView } from './services/policy';
import type { EvaluationRecord } from './store/evaluation';
import type { ExemptionRecord } from './store/exemption';
import type { FindingRecord } from './store/finding';

export interface OrganizationMapper {
  id: string;
}
export interface BlueprintRevisionMapper {
  id: string;
}
export interface DeploymentMapper {
  id: string;
}
export type PolicyMapper = PolicyView;
export type PolicyConnectionMapper = Connection<PolicyView>;
export type ExemptionMapper = ExemptionRecord;
export type ExemptionConnectionMapper = Connection<ExemptionRecord>;
export type GuardrailEvaluationMapper = EvaluationRecord;
/** A finding together with the evaluation whose organisation it belongs to. */
export type ViolationMapper = FindingRecord & { evaluation: EvaluationRecord };
export type ViolationConnectionMapper = Connection<ViolationMapper>;
export type UndecidedMapper = ViolationMapper;
export type PolicyFailureMapper = ViolationMapper;
export type UndecidedConnectionMapper = Connection<UndecidedMapper>;
