import type { CloudProvider } from '../blueprint/content';
import { editDistance } from '../catalog/nearest';
import { isPortable, type DesignTemplate } from './template';
import { designTemplates } from './template-registry';
import { askedCloud, askedWords, wordsOf } from './template-words';

export interface ClosestTemplate {
  template: DesignTemplate;
  /** One or two sentences: why this one, and what there is to know about the cloud. */
  explanation: string;
}

interface Weighted {
  template: DesignTemplate;
  /** Stem -> how much it says about the template. */
  words: ReadonlyMap<string, number>;
}

/** The title says most of what a template is; what it is made of says least. */
const index: readonly Weighted[] = designTemplates.map((template) => {
  const { title, slug, description, content } = template;
  const parts = [...content.components.map(({ type }) => type), ...content.resources.map(({ type }) => type)].join(' ');
  const words = new Map<string, number>();
  for (const [text, weight] of [
    [parts, 1],
    [description, 2],
    [`${title} ${slug}`, 4],
  ] as const)
    for (const word of wordsOf(text)) words.set(word, weight);
  return { template, words };
});

/** A word that every template has tells nothing: those that few have count for more. */
const rarity = new Map<string, number>();
for (const { words } of index) for (const word of words.keys()) rarity.set(word, (rarity.get(word) ?? 0) + 1);
for (const [word, count] of rarity) rarity.set(word, Math.log(1 + index.length / count));

const vocabulary = [...rarity.keys()].filter((word) => word.length >= 5);

/** A stem that no template has, as one that differs by a typing error. */
const known = (stem: string): string =>
  rarity.has(stem) || stem.length < 5 || stem.length > 30 ? stem : (vocabulary.find((word) => editDistance(stem, word, 1) <= 1) ?? stem);

interface Match {
  template: DesignTemplate;
  score: number;
  /** The words of the prompt that it has. */
  matched: string[];
}

function matchesOf(prompt: string): Match[] {
  const asked = [...askedWords(prompt)].map(([word, stems]) => ({ word, stems: stems.map(known) }));
  const matches = index.map(({ template, words }): Match => {
    const scored = asked.map(({ word, stems }) => ({
      word,
      // What a word is a synonym of counts less than the word itself.
      score: stems.reduce((sum, stem, at) => sum + ((words.get(stem) ?? 0) * (rarity.get(stem) ?? 0)) / (at === 0 ? 1 : 1.5), 0),
    }));
    return {
      template,
      score: scored.reduce((sum, { score }) => sum + score, 0),
      matched: scored.filter(({ score }) => score > 0).map(({ word }) => word),
    };
  });
  return matches.sort((left, right) => right.score - left.score);
}

const cloudNames: Record<CloudProvider, string> = { AWS: 'AWS', AZURE: 'Azure', GCP: 'Google Cloud' };

const switched = (template: DesignTemplate, provider: CloudProvider): DesignTemplate =>
  template.provider === provider ? template : { ...template, provider, content: { ...template.content, provider } };

/**
 * The template whose words fit a sentence best: titles, descriptions, the types it is made of, and what people call these.
 * Pure and deterministic. A template of portable components is switched to the cloud that is wanted; one with native
 * resources is only offered for its own.
 *
 * @param wanted the cloud; without it the one that the sentence names, else each template's own
 */
export function closestTemplate(prompt: string, wanted: { provider?: CloudProvider | null } = {}): ClosestTemplate {
  const provider = wanted.provider ?? askedCloud(prompt);
  const matches = matchesOf(prompt);
  const best = matches[0]!;
  const fitting = provider === null ? best : matches.find(({ template }) => template.provider === provider || isPortable(template))!;
  const template = switched(fitting.template, provider ?? fitting.template.provider);
  return { template, explanation: explanationOf({ ...fitting, template }, best, fitting.template.provider) };
}

function explanationOf({ template, score, matched }: Match, best: Match, written: CloudProvider): string {
  const cloud = cloudNames[template.provider];
  const sentences = [
    score === 0
      ? `No template has any word of this; "${template.title}" is where most people start.`
      : `The template "${template.title}" comes closest by its words: ${matched.slice(0, 12).join(', ')}.`,
  ];
  if (template.provider !== written) sentences.push(`Its components were switched from ${cloudNames[written]} to ${cloud}.`);
  if (best.score > score)
    sentences.push(`"${best.template.title}" would come closer but is written for ${cloudNames[best.template.provider]}.`);
  const variables = template.content.variables.map(({ name }) => name);
  if (variables.length > 0) sentences.push(`Set before deploying: ${variables.join(', ')}.`);
  return sentences.join(' ');
}
