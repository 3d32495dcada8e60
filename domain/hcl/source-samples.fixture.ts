import { existsSync, readFileSync } from 'node:fs';

const COST = '../shared/data/cost/dev.json';
const GUARDRAILS = '../shared/data/guardrails/dev.json';

export const hasSamples = existsSync(COST) && existsSync(GUARDRAILS);

interface CostCase {
  tf?: string | null;
}
interface GuardrailCase {
  files: { path: string; text: string | null }[];
}

/** Terraform texts that other people wrote: every nth one of the development sets. */
export function sampleTexts(every: number): string[] {
  const cost = (JSON.parse(readFileSync(COST, 'utf8')) as CostCase[]).map(({ tf }) => tf);
  const guardrails = (JSON.parse(readFileSync(GUARDRAILS, 'utf8')) as { cases: GuardrailCase[] }).cases.flatMap(({ files }) =>
    files.map(({ text }) => text),
  );
  return [...cost, ...guardrails].filter((text): text is string => typeof text === 'string').filter((_, index) => index % every === 0);
}
