import type { BlueprintContent } from '#domain/blueprint/content';
import { lowerDesign } from '#domain/component/lower';
import { evaluateDesign } from '#domain/blueprint/evaluate';
import { designInput, type PolicyContext, type PolicyInput } from '#domain/policy/input';
import { planInput } from '#domain/policy/plan-input';
import { catalog } from './thread-catalog';

export const guardrailTasks = {
  /** What the rules are given for a design. */
  designPolicyInput(content: BlueprintContent, context: PolicyContext): PolicyInput {
    return designInput(evaluateDesign(lowerDesign(content).content, catalog()).design, context);
  },

  /** What the rules are given for a plan in the format of `show -json`. */
  planPolicyInput(planJson: unknown, context: PolicyContext): PolicyInput {
    return planInput(planJson, context);
  },
};
