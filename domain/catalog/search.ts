import { editDistance } from './nearest';

/** Grades of a match, best first; a name takes the best that fits. */
const GRADE = { exact: 0, prefix: 1, wordPrefixes: 2, substring: 3, misspelt: 4 } as const;

/**
 * The names that a search text means, best first: exactly it, starting with it, holding each of its words at the start of a
 * word (in any order, so "instance db" finds aws_db_instance), holding it anywhere, and, only where nothing else is found,
 * holding its words with one or two typing errors. Within a grade: shorter names first, then in order.
 * @param names snake_case, e.g. resource types
 */
export function searchNames(names: readonly string[], search: string): string[] {
  const words = wordsOf(search);
  if (words.length === 0) return [...names];
  const text = words.join('_');
  const found = graded(names, (name) => grade(name, text, words));
  return found.length > 0 ? found : graded(names, (name) => (isMisspelt(name, words) ? GRADE.misspelt : null));
}

function graded(names: readonly string[], gradeOf: (name: string) => number | null): string[] {
  const matches: { name: string; grade: number }[] = [];
  for (const name of names) {
    const grade = gradeOf(name);
    if (grade !== null) matches.push({ name, grade });
  }
  matches.sort((a, b) => a.grade - b.grade || a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
  return matches.map((match) => match.name);
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

function grade(name: string, text: string, words: string[]): number | null {
  if (name === text) return GRADE.exact;
  if (name.startsWith(text)) return GRADE.prefix;
  const nameWords = name.split('_');
  if (words.every((word) => nameWords.some((nameWord) => nameWord.startsWith(word)))) return GRADE.wordPrefixes;
  return name.includes(text) || words.every((word) => name.includes(word)) ? GRADE.substring : null;
}

function isMisspelt(name: string, words: string[]): boolean {
  const nameWords = name.split('_');
  return words.every((word) => {
    const allowed = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    return nameWords.some((nameWord) => editDistance(word, nameWord, allowed) <= allowed);
  });
}
