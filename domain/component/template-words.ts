import type { CloudProvider } from '../blueprint/content';

/** Words that say nothing about a design. */
const idleWords = new Set(
  (
    'a about all also an and any are as at be between both build but by can could create deploy design do each for from get give has have help ' +
    'i in infrastructure into is it its just like make me my need needs new of on one or our own place please run running set setup should so some ' +
    'something start takes that the their them then there they this to too up us use used using want we what where which who will with within would you your'
  ).split(' '),
);

/** What people say -> what templates say. The words themselves stay too. */
const synonyms: Readonly<Record<string, string>> = {
  aks: 'kubernetes azure',
  asynchronous: 'event queue',
  bi: 'business intelligence analytics',
  bigquery: 'warehouse analytics',
  blob: 'object store',
  blog: 'cms content site',
  bucket: 'object store',
  cassandra: 'key value table',
  clickstream: 'telemetry stream',
  cloudfront: 'cdn',
  cluster: 'kubernetes',
  cron: 'batch',
  database: 'relational database',
  db: 'relational database',
  docker: 'container',
  dynamodb: 'key value table serverless',
  ec2: 'virtual machine',
  ecommerce: 'web shop application',
  ecs: 'container',
  eks: 'kubernetes aws',
  etl: 'warehouse analytics data',
  fargate: 'container',
  frontend: 'static site',
  gke: 'kubernetes google',
  hub: 'landing zone network',
  html: 'static site',
  iot: 'telemetry devices',
  k8s: 'kubernetes',
  kafka: 'event stream',
  kinesis: 'event stream',
  lambda: 'serverless function',
  messaging: 'event queue topic',
  microservice: 'container api',
  mongodb: 'key value table',
  mysql: 'relational database',
  nosql: 'key value table',
  postgres: 'relational database postgresql',
  pubsub: 'topic event',
  rds: 'relational database',
  react: 'static site app',
  redis: 'cache',
  rest: 'api',
  s3: 'object store',
  sensor: 'telemetry devices',
  shop: 'web application',
  sns: 'topic event',
  spa: 'static site',
  spoke: 'landing zone network',
  sql: 'relational database',
  sqs: 'queue event',
  transcoding: 'batch',
  vm: 'virtual machine server',
  vnet: 'network',
  vpc: 'network',
  website: 'web site',
  wordpress: 'cms content site',
};

const cloudWords: Readonly<Record<string, CloudProvider>> = {
  aks: 'AZURE',
  amazon: 'AWS',
  aws: 'AWS',
  azure: 'AZURE',
  cloudfront: 'AWS',
  ec2: 'AWS',
  eks: 'AWS',
  fargate: 'AWS',
  gcp: 'GCP',
  gke: 'GCP',
  google: 'GCP',
  lambda: 'AWS',
  microsoft: 'AZURE',
  s3: 'AWS',
};

/** A word without its plural and its -ing or -ed, roughly: only to be compared with another one. */
const stem = (word: string): string =>
  word.length > 4
    ? word
        .replace(/ies$/, 'y')
        .replace(/(ss|us|is)$/, '$1#')
        .replace(/(ing|ed|es|s)$/, '')
        .replace(/#$/, '')
        .replace(/e$/, '')
    : word.replace(/([a-z]{2})s$/, '$1');

/** Text longer than this is not read on: a prompt is a sentence or a few. */
const longest = 4000;

const rawWords = (text: string): string[] =>
  text
    .slice(0, longest)
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? [];

/** The distinct stems of a text that may say something. */
export const wordsOf = (text: string): Set<string> =>
  new Set(
    rawWords(text)
      .filter((word) => !idleWords.has(word))
      .map(stem),
  );

const meaningsOf = (word: string): string | undefined => (Object.hasOwn(synonyms, word) ? synonyms[word] : undefined);

/** What a prompt asks for: each of its words (as written) with the stems that mean it, itself first. */
export function askedWords(prompt: string): Map<string, string[]> {
  const asked = rawWords(prompt).filter((word) => !idleWords.has(word));
  return new Map(
    asked.map((word) => {
      const meanings = meaningsOf(word) ?? meaningsOf(word.replace(/s$/, '')) ?? '';
      return [word, [stem(word), ...rawWords(meanings).map(stem)]];
    }),
  );
}

/** The cloud that a prompt names, if it names one and only one. */
export function askedCloud(prompt: string): CloudProvider | null {
  const named = new Set(rawWords(prompt).flatMap((word) => (Object.hasOwn(cloudWords, word) ? [cloudWords[word]!] : [])));
  const [only] = named;
  return named.size === 1 && only ? only : null;
}
